"""Somebody at a browser: reads in a language, on a phone or at a desk, and notes whatever is not as it should be."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.utils import translation
from playwright.sync_api import BrowserContext, Locator, Page, ViewportSize

PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 900}
LOCALES = {"zh-hans": "zh-CN", "en": "en-US"}
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}

_REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
"""
# Half-faded text has half the contrast: wait for whatever moves towards an end.
_COME_TO_REST = """
Promise.race([
  Promise.all(document.getAnimations().filter((each) => each.effect.getTiming().iterations !== Infinity).map((each) => each.finished)),
  new Promise((resolve) => setTimeout(resolve, 3000)),
]).then(() => true, () => true)
"""
_TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass(slots=True)
class Guest:
    """One browser profile with one page."""

    page: Page
    language: str
    has_scripts: bool = True
    complaints: list[str] = field(default_factory=list)

    def words(self, text: str, **facts: object) -> str:
        """An English text of the source as this guest reads it."""
        with translation.override(self.language):
            return translation.gettext(text) % facts if facts else translation.gettext(text)

    def button(self, text: str, **facts: object) -> Locator:
        """The button that says so, whole words."""
        return self.page.get_by_role("button", name=self.words(text, **facts), exact=True)

    def link(self, text: str, **facts: object) -> Locator:
        """The link that says so, whole words."""
        return self.page.get_by_role("link", name=self.words(text, **facts), exact=True)

    def heading(self, text: str, **facts: object) -> Locator:
        return self.page.get_by_role("heading", name=self.words(text, **facts), exact=True)

    def field(self, name: str) -> Locator:
        """A form's field by the name that it is sent under."""
        return self.page.locator(f"[name={name}]:visible, input[type=file][name={name}]").first

    def fill(self, **values: str | bool) -> None:
        """Fill the form's fields, by name: text is typed, a choice chosen by its label or value, a tick set."""
        for name, value in values.items():
            at = self.field(name)
            if isinstance(value, bool):
                at.set_checked(value)
            elif at.evaluate("(field) => field.tagName") == "SELECT":
                at.select_option(value)
            else:
                at.fill(value)

    def weigh(self, address: str) -> int:
        """How many bytes come over the line until the page rests, nothing of it known before."""
        session, sizes = self.page.context.new_cdp_session(self.page), list[int]()
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        session.on("Network.loadingFinished", lambda event: sizes.append(round(event["encodedDataLength"])))
        self.page.goto(address, wait_until="networkidle")
        session.detach()
        return sum(sizes)

    def look(self) -> None:
        """Look the page over as it stands: nothing that axe complains about, nothing wider than the screen."""
        page = self.page
        if not self.has_scripts:
            return  # Axe is one.
        page.evaluate(_COME_TO_REST)
        for violation in Axe().run(page, options=WCAG).response["violations"]:
            for node in violation["nodes"]:
                self.complaints.append(f"{self._place()}: {violation['id']}: {node['target']} {node['html'][:160]}")
        self._measure()

    def look_around(self, *, narrowest: int, reload: bool = True) -> None:
        """The same in light and in dark, on a phone and at a desk; and nothing sticks out where the screen is narrowest."""
        before = self.page.viewport_size or PHONE
        for scheme in ("light", "dark"):
            self.page.emulate_media(color_scheme=scheme)
            if reload:  # The consoles decide once, when a page is drawn.
                self.page.reload()
            for size in (PHONE, DESK):
                self.page.set_viewport_size(size)
                self.look()
        self.page.set_viewport_size({"width": narrowest, "height": 640})
        self._measure()
        self.page.set_viewport_size(before)

    def _measure(self) -> None:
        too_wide = self.page.evaluate(_TOO_WIDE)
        if too_wide > 0:
            self.complaints.append(f"{self._place()}: {too_wide} pixels too wide")

    def _place(self) -> str:
        size = self.page.viewport_size or PHONE
        is_dark = self.page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
        return f"{self.page.url} ({self.language}, {size['width']}, {'dark' if is_dark else 'light'})"


def sit_down(context: BrowserContext, language: str, *, home: str, has_scripts: bool = True) -> Guest:
    """Open a page and note from now on: errors in the console, breaches of the policy, requests to any host but ``home``."""
    guest = Guest(context.new_page(), language, has_scripts)
    context.add_init_script(_REPORT_VIOLATIONS)
    note: Callable[[str], None] = lambda text: guest.complaints.append(f"{guest.page.url}: {text}")  # noqa: E731
    context.on("request", lambda request: None if request.url.startswith((f"{home}/", "data:", "blob:")) else note(f"asks {request.url}"))
    context.on("console", lambda message: note(message.text) if message.type == "error" else None)
    context.on("weberror", lambda error: note(str(error.error)))
    return guest


def profile(language: str, **more: Any) -> dict[str, Any]:
    """What a browser says of itself; movement is kept short, as whoever asks for that gets it."""
    return {"locale": LOCALES[language], "timezone_id": "Asia/Shanghai", "reduced_motion": "reduce", **more}
