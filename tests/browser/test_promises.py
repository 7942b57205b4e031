"""What the portal promises whatever happens: without scripts, tapped twice, after the sign-out."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser import membership
from tests.browser.guest import PHONE, Guest
from tests.browser.whole import Platform

pytestmark = [pytest.mark.browser]

Invites = Callable[..., Guest]


def test_without_scripts_one_signs_in_claims_and_sees_the_code(platform: Platform, invite: Invites) -> None:
    guest = _member(platform, invite, 0, java_script_enabled=False)
    membership.open_grant(guest, "山雀咖啡双杯")
    membership.claim_button(guest).click()
    guest.page.locator("a[href^='/redemptions/']").first.click()
    code = membership.show_code(guest)
    assert len(code) >= 8


def test_a_double_tap_gives_once_and_after_the_sign_out_no_way_leads_back(platform: Platform, invite: Invites) -> None:
    guest = _member(platform, invite, 5)
    membership.open_grant(guest, "悦购电子卡 100 元")
    membership.claim_button(guest).dblclick()
    expect(guest.heading("Your code is ready")).to_be_visible()
    code = membership.show_code(guest)
    guest.page.goto("/history/")
    assert guest.page.locator(".ticket", has_text="悦购电子卡 100 元").count() == 1
    guest.page.goto("/me/")
    guest.page.locator("form[action='/logout/'] button").click()
    expect(guest.page.locator("main a[href^='/login/']").first).to_be_visible()
    for _step in range(3):
        guest.page.evaluate("history.back()")
        guest.page.wait_for_timeout(500)
        assert code not in guest.page.content()


def _member(platform: Platform, invite: Invites, number: int, **more: Any) -> Guest:
    """One of those whom the demo names, signed in, in Chinese."""
    guest = invite("zh-hans", PHONE, **more)
    membership.sign_in(guest, platform, phone=platform.demo["members"][number]["phone"], enterprise="galaxy")
    return guest
