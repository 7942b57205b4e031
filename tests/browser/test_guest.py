"""The guest notices what they are there to notice: on a page of our own making each fault is found, and a good page has none."""

import pytest
from playwright.sync_api import Browser

from tests.browser.guest import PHONE, Guest, profile, sit_down

pytestmark = [pytest.mark.browser]

HOME = "http://page.test"
GOOD = "<!doctype html><html lang='en'><title>Good</title><main><h1>Good</h1></main></html>"


@pytest.fixture
def read(chromium: Browser) -> Guest:
    """Somebody at a server that has one page."""
    context = chromium.new_context(viewport=PHONE, **profile("en"))
    return sit_down(context, "en", home=HOME)


def test_a_good_page_gives_no_cause(read: Guest) -> None:
    assert _complaints(read, GOOD) == []


def test_faint_words_are_noticed(read: Guest) -> None:
    [complaint] = _complaints(read, GOOD.replace("<h1>", "<h1 style='color:#ccc;background:#fff'>"))
    assert "color-contrast" in complaint


def test_what_sticks_out_is_noticed(read: Guest) -> None:
    assert _complaints(read, GOOD.replace("<main>", "<main style='width:500px'>")) == [f"{HOME}/ (en, 390, light): 118 pixels too wide"]


def test_a_request_elsewhere_is_noticed(read: Guest) -> None:
    complaints = _complaints(read, GOOD.replace("<main>", "<main><img alt='' src='http://elsewhere.test/x.png'>"))
    assert complaints[0] == f"{HOME}/: asks http://elsewhere.test/x.png"


def test_a_breach_of_the_policy_is_noticed(read: Guest) -> None:
    complaints = _complaints(read, GOOD.replace("<main>", "<script>1</script><main>"), policy="script-src 'self'")
    assert any("policy: script-src-elem inline" in complaint for complaint in complaints)


def test_a_script_that_fails_is_noticed(read: Guest) -> None:
    [complaint] = _complaints(read, GOOD.replace("<main>", "<script>missing()</script><main>"))
    assert "missing is not defined" in complaint


def _complaints(guest: Guest, body: str, *, policy: str = "") -> list[str]:
    headers = {"content-type": "text/html", **({"content-security-policy": policy} if policy else {})}
    guest.page.route(f"{HOME}/", lambda route: route.fulfill(body=body, headers=headers))
    guest.page.route("http://elsewhere.test/**", lambda route: route.fulfill(body="", content_type="image/png"))
    guest.page.goto(f"{HOME}/")
    guest.look()
    guest.page.context.close()
    return guest.complaints
