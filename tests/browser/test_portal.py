"""The portal in a real browser: small, dark, without JavaScript, tapped twice; and nothing that axe would complain about."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from members.models import Member, SentMessage
from redemption.models import Redemption
from tests.browser.portal import deliver, enter, furnish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Opens = Callable[..., BrowserContext]
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.mark.parametrize(("width", "dark"), [(320, True), (1280, False)])
def test_axe_finds_nothing_and_nothing_sticks_out(open_browser: Opens, width: int, dark: bool) -> None:
    household = furnish()
    stranger, member = open_browser(width=width, dark=dark), open_browser(width=width, dark=dark)
    enter(member, household.member)
    found = [_complaints(stranger, place) for place in ("/", "/login/", "/nowhere/")]
    found += [_complaints(member, place) for place in household.places]
    assert [complaint for complaints in found for complaint in complaints] == []


def test_at_twice_the_text_size_nothing_sticks_out(open_browser: Opens) -> None:
    household = furnish()
    context = open_browser(width=390)
    enter(context, household.member)
    page = context.new_page()
    for place in household.places:
        page.goto(place)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth") == 390, place


def test_without_javascript_one_signs_in_claims_and_sees_the_code(open_browser: Opens) -> None:
    household = furnish()
    page = open_browser(width=320, javascript=False).new_page()
    page.goto(f"/grants/{household.code.id}/")
    page.get_by_label("Mobile number or email").fill("13812345678")
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Code").fill(_code_sent())
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Claim now").click()
    page.get_by_role("button", name="Show the code").click()
    expect(page.locator("#code-text")).to_have_text(re.compile("^CODE-"))
    expect(page.locator(".copy").first).to_be_hidden()


def test_two_taps_and_two_tabs_claim_once(open_browser: Opens) -> None:
    household = furnish()
    context = open_browser()
    enter(context, household.member)
    one, other = context.new_page(), context.new_page()
    for page in (one, other):
        page.goto(f"/grants/{household.code.id}/")
    one.get_by_role("button", name="Claim now").dblclick()
    expect(one.get_by_role("heading", name="Your code is ready")).to_be_visible()
    other.get_by_role("button", name="Claim now").click()
    expect(other.get_by_role("heading", name="Your code is ready")).to_be_visible()
    assert other.url == one.url
    assert Redemption.objects.filter(grant=household.code).count() == 1


def test_the_status_moves_by_itself(open_browser: Opens) -> None:
    household = furnish()
    page = _visit(open_browser(), household.member, f"/redemptions/{household.topup.id}/")
    expect(page.get_by_role("heading", name="On its way")).to_be_visible()
    page.evaluate("window.sameDocument = true")
    deliver(household.topup)
    expect(page.get_by_role("heading", name="It's yours")).to_be_visible()
    assert page.evaluate("window.sameDocument") is True
    expect(page.locator("#poll")).to_have_count(0)


def test_a_look_that_fails_is_tried_again(open_browser: Opens) -> None:
    household = furnish()
    context = open_browser()
    page = _visit(context, household.member, f"/redemptions/{household.topup.id}/")
    context.set_offline(True)
    page.wait_for_timeout(2_500)
    deliver(household.topup)
    context.set_offline(False)
    expect(page.get_by_role("heading", name="It's yours")).to_be_visible()


def test_copying_says_that_it_did(open_browser: Opens) -> None:
    household = furnish()
    context = open_browser()
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = _visit(context, household.member, f"/redemptions/{household.delivered.id}/")
    page.get_by_role("button", name="Show the code").click()
    page.get_by_role("button", name="Copy Code").click()
    expect(page.get_by_role("button", name="Copied Code")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#code-text").inner_text()


def test_after_the_sign_out_the_back_button_shows_no_code(open_browser: Opens) -> None:
    household = furnish()
    page = _visit(open_browser(), household.member, f"/redemptions/{household.delivered.id}/")
    page.get_by_role("button", name="Show the code").click()
    code = page.locator("#code-text").inner_text()
    page.goto("/me/")
    page.locator("main").get_by_role("button", name="Sign out").last.click()
    expect(page.get_by_role("heading", name="Something good is waiting for you")).to_be_visible()
    for _step in range(3):
        page.evaluate("history.back()")
        page.wait_for_timeout(500)
        assert code not in page.content()


def test_no_more_can_be_chosen_than_are_given(open_browser: Opens) -> None:
    household = furnish()
    page = _visit(open_browser(), household.member, f"/grants/{household.bundle.id}/")
    page.get_by_label("抹茶一杯").check()
    page.get_by_role("button", name="Claim now").click()
    expect(page.get_by_role("heading", name="What you have of it")).to_be_visible()
    names = Redemption.objects.filter(grant=household.bundle).order_by("item_no").values_list("benefit__name", flat=True)
    assert list(names) == ["拿铁一杯", "抹茶一杯"]


def test_a_name_that_is_a_script_stays_a_name(open_browser: Opens) -> None:
    household = furnish(name='"><img src=x onerror=alert(1)>')
    context = open_browser()
    enter(context, household.member)
    alarms: list[str] = []
    page = context.new_page()
    page.on("dialog", lambda dialog: alarms.append(dialog.message))
    page.on("console", lambda message: alarms.append(message.text) if message.type == "error" else None)
    for place in household.places:
        page.goto(place)
    assert alarms == []


def test_dark_is_dark_by_choice_too(open_browser: Opens) -> None:
    household = furnish()
    page = _visit(open_browser(), household.member, "/me/")
    paper = "getComputedStyle(document.documentElement).backgroundColor"
    light = page.evaluate(paper)
    page.get_by_role("button", name="Dark").click()
    expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate(paper) != light


def _visit(context: BrowserContext, member: Member, place: str) -> Page:
    enter(context, member)
    page = context.new_page()
    page.goto(place)
    return page


def _complaints(context: BrowserContext, place: str) -> list[str]:
    said: list[str] = []
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text) if message.type == "error" and "404" not in message.text else None)
    page.goto(place)
    violations = Axe().run(page, options=AXE).response["violations"]
    width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    said += [f"{violation['id']}: {violation['nodes'][0]['html'][:120]}" for violation in violations]
    said += [f"{width} pixels too wide"] if width else []
    page.close()
    return [f"{place} {complaint}" for complaint in said]


def _code_sent() -> str:
    message = SentMessage.objects.order_by("-id").first()
    assert message is not None
    found = re.search(r"\b\d{6}\b", message.text)
    assert found is not None
    return found[0]
