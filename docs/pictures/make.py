"""
Takes the pictures of README and guides from a running demo: ``.venv/bin/python docs/pictures/make.py [DATA_DIR]``.

Plays the demo through once, as its first day would go: a file of codes comes in, HR grants by spreadsheet, a member claims.
Run it on a fresh demo (``make demo-reset``); a second run finds the day already over.
"""

import json
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

HERE = Path(__file__).resolve().parent
SAMPLES = HERE.parents[1] / "tests" / "samples"
DESK, PHONE = ViewportSize(width=1280, height=800), ViewportSize(width=390, height=850)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
]
WAITS_MS = 120_000


class Day:
    """One run of the demo's first day in a browser."""

    def __init__(self, browser: Browser, demo: dict[str, Any]) -> None:
        self.browser, self.demo, self.base = browser, demo, demo["base_url"]

    def sit_down(self, size: ViewportSize, language: str = "en", **more: Any) -> Page:
        """A fresh browser profile. Nothing moves in it, so that a picture is sharp."""
        locale = {"en": "en-GB", "zh": "zh-CN"}[language]
        context = self.browser.new_context(base_url=self.base, viewport=size, locale=locale, reduced_motion="reduce", **more)
        context.set_default_timeout(WAITS_MS)
        return context.new_page()

    def staff(self, who: str) -> Page:
        """Signed in at a console."""
        page = self.sit_down(DESK)
        page.goto("/staff/login/")
        page.fill("[name=login]", self.demo[who]["username"])
        page.fill("[name=password]", self.demo[who]["password"])
        page.press("[name=password]", "Enter")
        page.wait_for_url(re.compile(r"/(ops|hr|staff)/$"))
        return page

    def member(self, number: int) -> Page:
        """Signed in at the portal, on a phone, with the code from the demo's inbox."""
        page, phone = self.sit_down(PHONE, device_scale_factor=2), self.demo["members"][number]["phone"]
        page.goto("/login/")
        page.fill("[name=address]", phone)
        page.locator("form:has([name=address]) button").click()
        page.wait_for_url("**/login/code/")
        inbox = page.request.get("/demo/inbox.json").json()
        text = next(message["text"] for message in inbox if message["to"].endswith(phone))
        page.fill("[name=code]", re.findall(r"\d{6}", text)[0])
        with page.expect_navigation(url=f"{self.base}/"):
            page.press("[name=code]", "Enter")
        return page

    def speaking(self, page: Page, language: str) -> Page:
        """The same person at the same place, reading another language."""
        size, scale = page.viewport_size or DESK, page.evaluate("window.devicePixelRatio")
        again = self.sit_down(size, language, device_scale_factor=scale, storage_state=page.context.storage_state())
        again.goto(page.url)
        return again


def take(page: Page, name: str, *, height: int | None = None) -> None:
    """One picture of what is to be seen."""
    if height:
        page.set_viewport_size(ViewportSize(width=(page.viewport_size or DESK)["width"], height=height))
    page.evaluate("document.fonts.ready")
    page.screenshot(path=HERE / f"{name}.png", animations="disabled")


def codes_come_in(day: Day) -> None:
    """The open order's file: checked, taken in, released."""
    page = day.staff("operator")
    page.goto("/ops/supply/purchaseorder/?state__exact=ordered")
    page.locator("#result_list tbody a").first.click()
    page.get_by_text("Bring a file").click()
    page.set_input_files("input[type=file]", SAMPLES / "codes-2000.csv")
    page.locator("main button[type=submit], #content button[type=submit]").first.click()
    page.locator("text=Take into stock").first.wait_for()
    take(page, "lot-intake", height=900)
    page.get_by_text("Take into stock").first.click()
    page.get_by_role("button", name="Take into stock").click()
    page.locator("text=Release the lot").first.wait_for()
    page.get_by_text("Release the lot").click()
    page.fill("[name=reason]", "Three cards verified with the supplier")
    page.get_by_role("button", name="Release").click()
    page.context.close()


def hr_grants(day: Day) -> None:
    """A spreadsheet of 450 rows: previewed, granted."""
    page = day.staff("hr")
    page.goto("/hr/batches/upload/")
    page.set_input_files("input[type=file]", SAMPLES / "grants-450.xlsx")
    page.get_by_role("button", name="Check the file").click()
    page.locator(".hr-go").first.wait_for()
    take(page, "hr-preview", height=900)
    _both(day, page, "hr-preview", height=900)
    for tick in page.locator("#confirm input[type=checkbox]").all():
        tick.check()
    page.locator(".hr-go").click()
    page.locator("text=Result of every row").first.wait_for()
    take(page, "hr-done", height=700)


def member_claims(day: Day) -> None:
    """One member looks around and takes an e-card."""
    page = day.member(2)
    take(page, "portal-home")
    _both(day, page, "portal-home")
    page.get_by_role("link", name=re.compile("e-card")).first.click()
    page.get_by_role("button", name="Claim now").first.click()
    page.wait_for_url("**/redemptions/**")
    _show_code(day, page)
    page.context.close()


def others_claim(day: Day) -> None:
    """Some life for the pages of HR and operators: three more members take what is theirs."""
    for number in (1, 3, 4):
        page = day.member(number)
        for _grant in range(2):
            page.goto("/")
            page.get_by_role("link", name=re.compile("e-card|cups|Five years")).first.click()
            page.get_by_role("button", name="Claim now").first.click()
            page.wait_for_timeout(1500)
        page.context.close()


def consoles_show_it(day: Day) -> None:
    """What HR and operators see at the end of the day."""
    hr = day.staff("hr")
    hr.goto("/hr/")
    take(hr, "hr-home", height=760)
    page = day.staff("operator")
    page.goto("/ops/redemption/redemption/?state__exact=fulfilled")
    page.locator("#result_list tbody tr", has_text="ecard-100").last.locator("a").first.click()
    page.locator("a[href^='/ops/supply/code/'][href$='/change/']").first.click()
    page.get_by_text("Its whole life").click()
    take(page, "code-life", height=900)
    page.goto("/ops/")
    take(page, "console-home", height=700)
    _both(day, page, "console-home", height=700)


def _show_code(day: Day, page: Page) -> None:
    chinese = day.speaking(page, "zh")
    for each, name in ((page, "portal-code"), (chinese, "portal-code.zh")):
        each.locator("#code-card form button").click()
        each.locator("#code-text").wait_for()
        each.evaluate("document.activeElement.blur()")
        take(each, name)
    chinese.context.close()


def _both(day: Day, page: Page, name: str, *, height: int | None = None) -> None:
    chinese = day.speaking(page, "zh")
    take(chinese, f"{name}.zh", height=height)
    chinese.context.close()


SCENES: tuple[Callable[[Day], None], ...] = (codes_come_in, hr_grants, member_claims, others_claim, consoles_show_it)


def main(data_dir: Path) -> None:
    """All scenes, one after the other."""
    demo = json.loads((data_dir / "demo.json").read_text(encoding="utf-8"))
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        for scene in SCENES:
            scene(Day(browser, demo))
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else ".data"))
