"""
The story of the product, in Chinese, on a phone and at a desk.

An operator lists a product and receives a file of 2,000 card codes, seven refused. HR uploads the roster of 300 people, then a
spreadsheet of 450 benefits, sees eleven rows refused and why, confirms the rest within budget. A member gets a message, opens the
portal on a phone, taps once: a streaming top-up arrives in the account they bound, and an e-card's code appears when they ask for
it. HR sees who claimed what. The operator opens one code and reads its life from purchase order to member. Nothing was given
twice, and ``manage.py verify`` proves it.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import hr_desk, membership, operating
from tests.browser.guest import DESK, PHONE, Guest
from tests.browser.operating import figure
from tests.browser.samples import SAMPLES, codes_in, codes_of_today, grants_of_today, phone_of, refused_in
from tests.browser.whole import Platform, wait_until

pytestmark = [pytest.mark.browser]

# A member to whom the spreadsheet gives one month of streaming and one e-card, the month to be claimed first.
MEMBER, STAFF_NO = "陶军勇", "G01274"
PHONE_NUMBER = phone_of(STAFF_NO)
HR = {"username": "dawn-hr", "password": "sunrise-over-hills"}
STREAMING, ECARD = "星幕视频月卡", "悦购电子卡 100 元"


def test_the_story(platform: Platform, invite: Callable[..., Guest], tmp_path: Path) -> None:
    operator, hr, member = invite("zh-hans", DESK), invite("zh-hans", DESK), invite("zh-hans", PHONE)
    codes = codes_of_today(tmp_path)
    operator_lists_a_product_and_receives_codes(operator, platform, codes)
    operator_opens_an_enterprise(operator)
    hr_uploads_the_roster(hr)
    hr_grants_by_spreadsheet(hr, grants_of_today(tmp_path))
    member_opens_the_portal_from_a_message(member, platform)
    member_taps_once_and_the_top_up_arrives(member, platform)
    code = member_asks_for_the_code(member)
    assert code in codes_in(codes)
    hr_sees_who_claimed_what(hr)
    operator_reads_the_life_of_the_code(operator, code)
    nothing_was_given_twice(platform)


def operator_lists_a_product_and_receives_codes(guest: Guest, platform: Platform, codes: Path) -> None:
    operating.sign_in(guest, **platform.demo["operator"])
    guest.look()
    operating.list_product(guest, sku="ecard-200", name="悦购电子卡 200 元")
    operating.receive_codes(guest, codes)
    guest.look()
    assert [figure(guest, label) for label in ("Lines in the file", "Good", "Refused")] == [2000, 1993, 7]
    assert operating.refused_lines(guest) == refused_in("codes-2000.refused.csv")
    operating.take_into_stock(guest)
    guest.look()
    assert figure(guest, "Available") == 1993


def operator_opens_an_enterprise(guest: Guest) -> None:
    operating.open_enterprise(guest, slug="dawn", name="晨光制造")
    operating.appoint_hr(guest, **HR, enterprise="晨光制造")
    operating.open_budget(guest, enterprise="晨光制造", name="年终福利", amount="60000")
    guest.look()


def hr_uploads_the_roster(guest: Guest) -> None:
    operating.sign_in(guest, **HR)
    guest.look()
    hr_desk.bring(guest, "/hr/rosters/upload/", SAMPLES / "roster-300.xlsx")
    guest.look()
    assert [figure(guest, label) for label in ("Rows", "Join", "Leave", "Refused")] == [300, 298, 2, 0]
    hr_desk.confirm(guest)
    guest.look()


def hr_grants_by_spreadsheet(guest: Guest, grants: Path) -> None:
    hr_desk.bring(guest, "/hr/batches/upload/", grants)
    guest.look()
    assert [figure(guest, label) for label in ("Rows", "Good", "Refused")] == [450, 439, 11]
    assert hr_desk.refused_rows(guest) == refused_in("grants-450.refused.csv")
    assert "".join(hr_desk.reasons_in_words(guest)).count("。") >= 11
    assert hr_desk.left_of_budget(guest) == ("¥60,000.00", "¥35,373.00")
    hr_desk.confirm(guest)
    guest.look()
    assert [figure(guest, label) for label in ("Granted", "Refused", "Skipped")] == [439, 11, 0]


def member_opens_the_portal_from_a_message(guest: Guest, platform: Platform) -> None:
    wait_until(lambda: bool(platform.messages_to(PHONE_NUMBER)))
    [message] = platform.messages_to(PHONE_NUMBER)
    assert re.search(f"{STREAMING}.*{ECARD}", message)
    [address] = re.findall(r"http://[\w.:/]+", message)
    guest.page.goto(address)
    guest.look()
    guest.page.locator("main a[href^='/login/']").first.click()
    membership.sign_in(guest, platform, phone=PHONE_NUMBER, enterprise="dawn")
    guest.look()
    expect(guest.page.get_by_role("heading", name=STREAMING)).to_be_visible()


def member_taps_once_and_the_top_up_arrives(guest: Guest, platform: Platform) -> None:
    membership.bind_own_phone(guest, "星幕视频")
    guest.page.goto("/")
    membership.claim_button(guest).click()
    expect(guest.heading("It's yours")).to_be_visible(timeout=30_000)
    guest.look()
    assert platform.delivered_to(PHONE_NUMBER) == ["video-month"]


def member_asks_for_the_code(guest: Guest) -> str:
    guest.page.goto("/")
    membership.claim_button(guest).click()
    expect(guest.heading("Your code is ready")).to_be_visible()
    guest.look()
    code = membership.show_code(guest)
    guest.look()
    guest.page.goto("/history/")
    guest.look()
    assert code not in guest.page.content()
    return code


def hr_sees_who_claimed_what(guest: Guest) -> None:
    assert hr_desk.what_was_claimed(guest) == [(MEMBER, ECARD), (MEMBER, STREAMING)]
    guest.page.goto("/hr/")
    guest.look()


def operator_reads_the_life_of_the_code(guest: Guest, code: str) -> None:
    stations = operating.open_life(guest, code[-4:])
    guest.look()
    kinds = ["Supplier", "Purchase order", "Lot", "Code", "Grant", "Batch", "Member"]
    assert [kind for kind, _which in stations] == [guest.words(kind) for kind in kinds]
    which = dict(zip(kinds, (which for _kind, which in stations), strict=True))
    assert (which["Supplier"], which["Code"], which["Member"]) == ("青禾卡券", f"····{code[-4:]}", MEMBER)
    assert code not in guest.page.content()


def nothing_was_given_twice(platform: Platform) -> None:
    verified = platform.verify()
    assert verified.returncode == 0, verified.stdout
    assert "BROKEN" not in verified.stdout
    assert platform.delivered_to(PHONE_NUMBER) == ["video-month"]
