"""What another site can make a browser do: nothing. Its forms, frames and scripts reach no session, and a login begins a new one."""

from collections.abc import Callable

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, Page, expect

from members.models import MemberSession
from redemption.models import Redemption
from tests.browser.portal import enter, furnish
from tests.factories import make_operator

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Opens = Callable[..., BrowserContext]
EVIL = "http://evil.test"


def visit(context: BrowserContext, body: str) -> Page:
    """A page of another site, open in the same browser."""
    page = context.new_page()
    page.route(f"{EVIL}/**", lambda route: route.fulfill(body=f"<!doctype html><title>x</title>{body}", content_type="text/html"))
    page.goto(f"{EVIL}/")
    return page


def test_a_form_of_another_site_does_nothing(open_browser: Opens, live_server: object) -> None:
    household = furnish()
    context = open_browser()
    enter(context, household.member)
    before = Redemption.objects.count()
    for address in ("/logout/", f"/grants/{household.code.id}/claim/", "/language/", "/staff/login/"):
        page = visit(context, f"<form method=post action='{live_server}{address}'><input name=key value=1><button>Win</button></form>")
        with page.expect_response(lambda answer: answer.request.method == "POST") as answered:
            page.get_by_role("button").click()
        assert (address, answered.value.status) == (address, 403)
    assert (Redemption.objects.count(), MemberSession.objects.get().ended_at) == (before, None)


def test_a_page_of_another_site_can_neither_frame_nor_read(open_browser: Opens, live_server: object) -> None:
    household = furnish()
    context = open_browser()
    enter(context, household.member)
    page = visit(context, f"<iframe src='{live_server}/me/'></iframe>")
    expect(page.locator("iframe")).to_be_attached()
    assert household.member.name not in page.frames[-1].content()
    read = "(address) => fetch(address, {credentials: 'include'}).then((answer) => answer.text(), () => 'refused')"
    assert page.evaluate(read, f"{live_server}/me/") == "refused"


def test_a_login_begins_a_new_session_and_a_logout_ends_it(open_browser: Opens) -> None:
    user = make_operator("lan")
    user.set_password("sunrise-over-hills")
    user.save()
    context = open_browser(width=1280)
    planted = {"name": settings.SESSION_COOKIE_NAME, "value": "planted0planted0planted0planted0", "domain": "localhost", "path": "/"}
    context.add_cookies([planted])  # type: ignore[list-item]
    page = context.new_page()
    page.goto("/staff/login/")
    page.locator("[name=login]").fill("lan")
    page.locator("[name=password]").fill("sunrise-over-hills")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/ops/")
    cookies = {cookie["name"]: cookie for cookie in context.cookies()}
    session = cookies[settings.SESSION_COOKIE_NAME]
    assert session["value"] != planted["value"]
    assert {name for name, cookie in cookies.items() if not cookie["httpOnly"] or cookie["sameSite"] == "None"} == set()
    assert page.evaluate("document.cookie") == ""
    page.goto("/staff/logout/")
    page.locator("main form button").first.click()
    page.wait_for_url(lambda address: "logout" not in address)
    context.add_cookies([session])  # type: ignore[list-item]
    assert "/login/" in page.goto("/ops/").url
