"""Every page of the story in English: in light and dark, on a phone and at a desk; axe finds nothing, and nothing sticks out."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import hr_desk, membership, operating
from tests.browser.guest import DESK, PHONE, Guest
from tests.browser.samples import grants_of_today
from tests.browser.whole import Platform

pytestmark = [pytest.mark.browser]

Invites = Callable[..., Guest]
HOME_BYTES = 100_000
# The narrowest phone; and a desk at twice its size.
NARROW, ZOOMED = 320, 640


def test_pages_of_a_member(platform: Platform, invite: Invites) -> None:
    guest = _member(platform, invite, 1)
    assert 0 < guest.weigh("/") <= HOME_BYTES
    for address in ("/", "/benefits/video-month/"):
        guest.page.goto(address)
        guest.look_around(narrowest=NARROW)
    _glance(guest, "/accounts/", "/history/", "/me/", "/logout/")
    membership.open_grant(guest, "Starscreen, one month")
    guest.look_around(narrowest=NARROW)


def test_pages_of_a_claim_that_goes_well(platform: Platform, invite: Invites) -> None:
    guest = _member(platform, invite, 2)
    membership.bind_own_phone(guest, "Starscreen")
    membership.open_grant(guest, "Starscreen, one month")
    guest.look_around(narrowest=NARROW)
    membership.claim_button(guest).click()
    expect(guest.heading("It's yours")).to_be_visible(timeout=30_000)
    guest.look_around(narrowest=NARROW)
    guest.page.goto("/history/")
    guest.look_around(narrowest=NARROW)


def test_pages_of_a_claim_that_does_not_go_well(platform: Platform, invite: Invites) -> None:
    guest = _member(platform, invite, 3)
    membership.bind_own_phone(guest, "Lianxin Mobile")
    membership.open_grant(guest, "Phone credit, 50 yuan")
    with platform.trouble("bad_account"):
        membership.claim_button(guest).click()
        expect(guest.heading("That did not work")).to_be_visible(timeout=30_000)
    guest.look_around(narrowest=NARROW)
    guest.link("Try again").click()
    with platform.trouble("html", "query:html"):
        membership.claim_button(guest).click()
        expect(guest.heading("Being confirmed")).to_be_visible(timeout=60_000)
        guest.look_around(narrowest=NARROW)


def test_pages_of_a_code(platform: Platform, invite: Invites) -> None:
    guest, operator = _member(platform, invite, 4), invite("en", DESK)
    membership.open_grant(guest, "Yuego e-card, 100 yuan")
    membership.claim_button(guest).click()
    expect(guest.heading("Your code is ready")).to_be_visible()
    guest.look_around(narrowest=NARROW)
    code = membership.show_code(guest)
    guest.look_around(narrowest=NARROW, reload=False)
    operating.sign_in(operator, **platform.demo["operator"])
    operating.open_life(operator, code[-4:])
    operator.look_around(narrowest=ZOOMED)


def test_pages_of_an_operator(platform: Platform, invite: Invites) -> None:
    guest = invite("en", DESK)
    operating.sign_in(guest, **platform.demo["operator"])
    guest.look_around(narrowest=ZOOMED)
    for kind, text in (("supply/product", "悦购电子卡 100 元"), ("supply/intake", "lanwan-150.csv")):
        operating.open_row(guest, f"/ops/{kind}/", text)
        guest.look_around(narrowest=ZOOMED)
    _glance(guest, "/ops/supply/purchaseorder/", "/ops/stock/", "/ops/invariants/", "/ops/benefits/benefit/", "/ops/unknown/")


def test_pages_of_hr(platform: Platform, invite: Invites, tmp_path: Path) -> None:
    guest = invite("en", DESK)
    operating.sign_in(guest, **{name: platform.demo["hr"][name] for name in ("username", "password")})
    guest.look_around(narrowest=ZOOMED)
    hr_desk.bring(guest, "/hr/batches/upload/", grants_of_today(tmp_path))
    guest.look_around(narrowest=ZOOMED)
    hr_desk.confirm(guest)
    guest.look_around(narrowest=ZOOMED)
    _glance(guest, "/hr/benefits/grant/", "/hr/members/member/", "/hr/rosters/upload/", "/hr/benefits/budget/", "/hr/catalogue/")


def _glance(guest: Guest, *addresses: str) -> None:
    """Pages beside the story's: looked at once."""
    for address in addresses:
        guest.page.goto(address)
        guest.look()


def _member(platform: Platform, invite: Invites, number: int) -> Guest:
    """One of those whom the demo names, signed in, in English."""
    guest = invite("en", PHONE)
    membership.sign_in(guest, platform, phone=platform.demo["members"][number]["phone"], enterprise="galaxy")
    return guest
