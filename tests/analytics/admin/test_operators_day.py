"""The front page, the boards and the search: what matters today, each figure with the rows behind it."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from analytics.models import Proof
from analytics.queries.board import invariant_board
from analytics.queries.today import shelves
from common.feed.models import Event
from supply.models import TopUp
from supply.operations.watch_stock import watch_stock
from tests.analytics.admin.world import PHONE, World, sign_in
from tests.factories import NOW, make_enterprise, make_product, make_user


def _alarms(client: Client) -> dict[str, str]:
    cache.clear()
    return {alarm.title: alarm.link for alarm in client.get("/ops/").context["alarms"]}


def test_the_day_begins_with_what_waits(world: World) -> None:
    alarms = _alarms(sign_in())
    assert alarms["result is unknown"] == "/ops/unknown/"
    assert alarms["invariant is broken"] == "/ops/invariants/"
    for link in alarms.values():
        assert sign_in().get(link).status_code == 200


def test_a_quiet_platform_says_so(db: None) -> None:
    cache.clear()
    assert "Nothing waits" in sign_in().get("/ops/").content.decode()


def test_an_operator_is_told_only_what_they_may_see(world: World) -> None:
    client = sign_in(make_user(is_staff=True))
    assert _alarms(client) == {}
    assert client.get("/ops/").context["figures"] is None


@pytest.mark.alone("operators see every enterprise's")
def test_the_figures_are_of_today(world: World) -> None:
    cache.clear()
    figures = sign_in().get("/ops/").context["figures"]
    granted = Event.objects.filter(kind="grant.issued").count()
    assert (figures.issued, figures.claimed, figures.delivered, figures.to_claim) == (granted, 2, 1, 0)


def test_a_shelf_compares_what_is_there_with_what_is_promised(world: World) -> None:
    (shelf,) = [shelf for shelf in shelves() if shelf.product_id == world.delivered.benefit.product_id]
    assert (shelf.on_hand, shelf.promised, shelf.is_short) == (7, 0, False)


def test_an_unknown_result_shows_its_age_its_risk_and_what_is_next(world: World) -> None:
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        page = sign_in().get("/ops/unknown/")
    (line,) = page.context["lines"]
    assert (page.context["now"] - line.since, line.at_risk, line.topup.query_count) == (timedelta(hours=2), "¥90.00", 2)


def test_what_is_at_risk_is_the_whole_order_however_many_pieces_it_is_of(world: World) -> None:
    TopUp.objects.filter(pk=world.unknown.pk).update(quantity=3)
    page = sign_in().get("/ops/unknown/")
    assert ([line.at_risk for line in page.context["lines"]], page.context["totals"]) == (["¥90.00"], ["¥90.00"])


def test_asking_a_supplier_now_is_one_tap(world: World) -> None:
    response = sign_in().post(f"/ops/supply/topup/{world.unknown.pk}/act/query/", {"act": "query"})
    assert response.status_code == 302
    assert Event.objects.filter(kind="topup.query_asked", subject_id=world.unknown.pk).count() == 1


def test_the_board_knows_when_an_invariant_last_held(db: None) -> None:
    Proof.objects.create(invariant="lot_adds_up", at=NOW - timedelta(days=1), broken_count=0)
    Proof.objects.create(invariant="lot_adds_up", at=NOW, broken_count=2, offenders=["a", "b"])
    first = invariant_board()[0]
    assert (first.name, first.is_red, first.green_at, first.checked_at) == ("lot_adds_up", True, NOW - timedelta(days=1), NOW)


def test_checking_now_leads_back_to_the_board(db: None) -> None:
    response = sign_in().post("/ops/analytics/proof/act/prove/", {"act": "prove"})
    assert response["Location"] == "/ops/invariants/?asked=1"


@pytest.mark.alone("operators see every enterprise's")
def test_a_phone_in_any_form_finds_its_member(world: World) -> None:
    response = sign_in().get("/ops/find/", {"q": "138 1234 5678"})
    assert response["Location"] == f"/ops/members/member/{world.delivered.member_id}/change/"


def test_a_serial_is_found_by_its_beginning(world: World) -> None:
    serial = world.delivered.grant.serial
    response = sign_in().get("/ops/find/", {"q": serial[:12].lower()})
    assert response["Location"] == f"/ops/benefits/grant/{world.delivered.grant_id}/change/"


@pytest.mark.alone("operators see every enterprise's")
def test_several_finds_are_listed_by_kind(world: World) -> None:
    make_enterprise("galaxy-two", name="星河二号")
    page = sign_in().get("/ops/find/", {"q": "星河"})
    assert [(kind.kind, len(kind.rows)) for kind in page.context["found"]] == [("Enterprises", 2)]


def test_a_search_of_the_feed_finds_a_things_whole_life(world: World) -> None:
    page = sign_in().get(f"/ops/common/event/?q={world.delivered.pk}")
    assert {event.subject_id for event in page.context["cl"].result_list} == {world.delivered.pk}


@pytest.mark.alone("operators see every enterprise's")
def test_a_phone_is_not_searched_in_the_clear(world: World) -> None:
    page = sign_in().get("/ops/members/member/", {"q": PHONE})
    assert [member.pk for member in page.context["cl"].result_list] == [world.delivered.member_id]


def test_products_below_their_reorder_level_wait_for_somebody(db: None) -> None:
    low, _well = make_product(reorder_level=3), make_product()
    watch_stock(at=NOW)
    client = sign_in()
    assert _alarms(client) == {"product is below its reorder level": "/ops/supply/product/?low=1"}
    assert [product.pk for product in client.get("/ops/supply/product/?low=1").context["cl"].result_list] == [low.pk]
    assert "Below its reorder level since" in client.get(f"/ops/supply/product/{low.pk}/change/").content.decode()
