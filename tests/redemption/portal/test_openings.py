"""Openings at the portal: seen on the first page, one button on the benefit's, and the right answer in each state."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benefits.models import Grant, Opening, Piece
from benefits.operations import close_opening
from common.visitor import DEVICE
from members.models import Member
from tests.benefits.operations.openings.opened import HOUR, opened, take
from tests.factories import NOW, OPERATOR, make_benefit, make_brand, make_bundle, make_department, make_member, make_product
from tests.redemption.operations.claiming import stock_of
from tests.redemption.portal.visiting import seen, visitor, words_of

pytestmark = pytest.mark.django_db


def page_of(opening: Opening) -> str:
    return f"/benefits/{opening.benefit.code}/"


def taker(opening: Opening, **fields: Any) -> Member:
    return make_member(opening.enterprise, **fields)


def tap(client: Client, opening: Opening, **form: Any) -> Any:
    """Take a piece as the benefit's page does."""
    key = re.search(r'name="key" value="([^"]+)"', client.get(page_of(opening)).content.decode())
    assert key is not None
    return client.post(f"/openings/{opening.id}/claim/", {"key": key[1], **form})


def test_the_first_page_shows_what_is_open() -> None:
    opening = opened()
    assert f"First come, first served {opening.benefit.name} Open now 周年庆抢领" in seen(visitor(taker(opening)), "/")


def test_the_first_page_counts_down_to_what_opens_soon() -> None:
    opening = opened(opens_at=NOW + HOUR)
    client = visitor(taker(opening))
    assert "Opens 2 Mar, 11:00" in seen(client, "/")
    assert 'data-opens-in="3600000" data-opened="Open now"' in client.get("/").content.decode()


def test_the_first_page_leaves_out_what_one_has() -> None:
    opening = opened()
    member = taker(opening)
    take(opening, member)
    assert "First come" not in seen(visitor(member), "/")


def test_what_can_be_taken_stands_first() -> None:
    gone = opened(pieces=1, name="没了")
    take(gone, taker(gone))
    opened(budget=gone.budget, opens_at=NOW + HOUR, name="快了")
    opened(budget=gone.budget, name="开了")
    page = seen(visitor(taker(gone)), "/")
    assert page.index("开了") < page.index("快了") < page.index("没了")


def test_nobody_sees_what_is_not_meant_for_them() -> None:
    opening = opened()
    opening.departments.add(make_department(opening.enterprise))
    for member in (taker(opening), make_member()):
        assert "First come" not in seen(visitor(member), "/")
        assert "Take yours" not in seen(visitor(member), page_of(opening))


def test_one_tap_leads_to_the_redemption() -> None:
    opening = opened()
    response = tap(visitor(taker(opening)), opening)
    assert (response.status_code, response["Location"]) == (302, f"/redemptions/{Grant.objects.get().redemptions.get().id}/")


def test_a_second_tap_with_the_same_form_takes_nothing_more() -> None:
    opening = opened(limit_per_member=5)
    client = visitor(taker(opening))
    key = re.search(r'name="key" value="([^"]+)"', client.get(page_of(opening)).content.decode())
    assert key is not None
    places = {client.post(f"/openings/{opening.id}/claim/", {"key": key[1]})["Location"] for _again in range(2)}
    assert (len(places), Grant.objects.count()) == (1, 1)


def test_before_its_time_there_is_a_clock_and_no_button() -> None:
    opening = opened(opens_at=NOW + timedelta(seconds=90))
    client = visitor(taker(opening))
    html = client.get(page_of(opening)).content.decode()
    assert 'data-counts="90000"' in html
    assert re.search(r'<button[^>]* disabled data-opens-in="90000" data-opened="Take yours"', html)
    assert '<noscript><meta http-equiv="refresh" content="60"></noscript>' in html
    refused = tap(client, opening)
    assert (refused.status_code, "It hasn't opened yet." in words_of(refused.content.decode())) == (409, True)


def test_the_page_without_scripts_comes_back_just_when_it_opens() -> None:
    opening = opened(opens_at=NOW + timedelta(seconds=20))
    client = visitor(taker(opening))
    assert '<meta http-equiv="refresh" content="21">' in client.get(page_of(opening)).content.decode()
    with time_machine.travel(opening.opens_at, tick=False):
        html = client.get(page_of(opening)).content.decode()
    assert ("disabled" in html, "refresh" in html, "Take yours" in html) == (False, False, True)


def test_whoever_has_theirs_is_led_to_it() -> None:
    opening = opened()
    member = taker(opening)
    redemption = take(opening, member).redemptions[0]
    client = visitor(member)
    html = client.get(page_of(opening)).content.decode()
    assert f'href="/redemptions/{redemption.id}/">See what you have' in html
    response = client.post(f"/openings/{opening.id}/claim/", {"key": "a-key-of-another-tab"})
    assert response["Location"] == f"/redemptions/{redemption.id}/"


def test_a_loser_is_told_kindly_and_at_once() -> None:
    opening = opened(pieces=1)
    client = visitor(taker(opening))
    form = re.search(r'name="key" value="([^"]+)"', client.get(page_of(opening)).content.decode())
    assert form is not None
    take(opening, taker(opening))
    response = client.post(f"/openings/{opening.id}/claim/", {"key": form[1]})
    assert response.status_code == 409
    assert "They are all gone. Others were a moment faster this time." in words_of(response.content.decode())
    assert "All gone" in seen(client, "/")


def test_few_are_said_to_be_few() -> None:
    opening = opened(pieces=10)
    for _n in range(9):
        take(opening, taker(opening))
    assert "Open now, few left" in seen(visitor(taker(opening)), page_of(opening))


def test_what_is_over_is_over() -> None:
    opening = opened()
    close_opening(opening_id=opening.id, by=OPERATOR, at=NOW + HOUR)
    with time_machine.travel(NOW + 2 * HOUR, tick=False):
        client = visitor(taker(opening))
        page = seen(client, page_of(opening))
    assert "It ended on 2 Mar 2026, 11:00." in page
    assert "Take yours" not in page


def test_a_foreign_form_shows_the_page_afresh() -> None:
    opening = opened()
    response = visitor(taker(opening)).post(f"/openings/{opening.id}/claim/", {"key": "x"})
    assert (response.status_code, response["Location"], Grant.objects.count()) == (302, page_of(opening), 0)


def test_what_is_not_there_is_missing() -> None:
    client = visitor(make_member())
    for path in ("claim", "account"):
        assert client.get(f"/openings/{opened().id}/{path}/").status_code == 404


def test_one_device_has_one_piece_whoever_is_signed_in() -> None:
    opening = opened(limit_per_device=1)
    first, second = (visitor(taker(opening)) for _n in range(2))
    tap(first, opening)
    second.cookies[DEVICE] = first.cookies[DEVICE].value
    refused = tap(second, opening)
    assert (refused.status_code, Piece.objects.filter(state="taken").count()) == (409, 1)


def test_a_made_up_device_is_no_device() -> None:
    opening = opened()
    client = visitor(taker(opening))
    client.cookies[DEVICE] = "made-up"
    client.get(page_of(opening))
    assert client.cookies[DEVICE].value != "made-up"


def test_a_topup_asks_for_its_account_first_and_takes_it_in_place() -> None:
    benefit = make_benefit("topup", product=make_product("topup", brand=make_brand("mobile")))
    opening = opened(benefit=benefit, stock=0)
    client = visitor(taker(opening, phone="+8613812345678"))
    page = seen(client, page_of(opening))
    assert ("First say above where it should go." in page, "Use mine: 138****5678" in page) == (True, True)
    response = client.post(f"/openings/{opening.id}/account/", {"brand": "mobile", "own": "yes"})
    assert response["Location"] == page_of(opening)
    assert "First say above" not in seen(client, page_of(opening))


def test_a_wrong_account_is_refused_in_place() -> None:
    benefit = make_benefit("topup", product=make_product("topup", brand=make_brand("mobile")))
    opening = opened(benefit=benefit, stock=0)
    response = visitor(taker(opening)).post(f"/openings/{opening.id}/account/", {"brand": "mobile", "value": "12"})
    assert (response.status_code, 'aria-invalid="true"' in response.content.decode()) == (422, True)


def test_parts_are_chosen_before_the_tap() -> None:
    latte, mocha = make_benefit(name="拿铁"), make_benefit(name="摩卡")
    for part in (latte, mocha):
        stock_of(part.product, 5)
    bundle = make_bundle(latte, mocha, choose_count=1)
    bundle.parts.update(is_optional=True)
    opening = opened(benefit=bundle, stock=0, pieces=5)
    client = visitor(taker(opening))
    assert "Choose 1 of 2 拿铁 摩卡" in seen(client, page_of(opening))
    assert tap(client, opening).status_code == 409
    assert tap(client, opening, choices=[mocha.code]).status_code == 302


def test_the_benefits_page_asks_the_database_few_times() -> None:
    opening = opened()
    client = visitor(taker(opening))
    with CaptureQueriesContext(connection) as queries:
        client.get(page_of(opening))
    assert len(queries) == 5
