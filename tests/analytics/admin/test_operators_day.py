"""The front page, the boards and the search: what matters today, each figure with the rows behind it."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from django_celery_beat.models import PeriodicTask

from analytics.models import Proof
from analytics.queries.board import invariant_board
from analytics.queries.today import shelves
from analytics.rules.invariants import INVARIANTS
from common import clock
from common.feed.models import Event
from supply.models import TopUp
from supply.operations.watch_stock import watch_stock
from tests.analytics.admin.world import PHONE, World, sign_in
from tests.factories import NOW, make_enterprise, make_product, make_user
from tests.redemption.portal.visiting import words_of

pytestmark = pytest.mark.usefixtures("schedule")


def _alarms(client: Client) -> dict[str, str]:
    cache.clear()
    return {alarm.title: alarm.link for alarm in client.get("/ops/").context["alarms"]}


def test_the_day_begins_with_what_waits(world: World) -> None:
    alarms = _alarms(sign_in())
    assert alarms["result is unknown"] == "/ops/unknown/"
    assert alarms["invariant is broken"] == "/ops/invariants/"
    for link in alarms.values():
        assert sign_in().get(link).status_code == 200


def _prove(at: datetime) -> None:
    Proof.objects.bulk_create([Proof(invariant=each.name, at=at, broken_count=0, offenders=[]) for each in INVARIANTS])


def test_a_quiet_platform_says_so(db: None) -> None:
    cache.clear()
    _prove(clock.now())
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


def _board() -> str:
    return words_of(sign_in().get("/ops/invariants/").content.decode())


def test_what_was_checked_of_late_and_holds_is_green(db: None) -> None:
    _prove(clock.now() - timedelta(hours=25))
    assert ("Everything adds up" in _board(), "not checked" in _board()) == (True, False)
    assert _alarms(sign_in()) == {}


def test_proofs_that_are_too_old_are_a_warning_on_the_board_and_on_the_front_page(db: None) -> None:
    since = clock.now() - timedelta(hours=27)
    _prove(since)
    board = _board()
    assert f"{len(INVARIANTS)} invariants were not checked of late" in board
    assert f"since {timezone.localtime(since):%Y-%m-%d %H:%M}" in board
    assert ("Press “Check now”" in board, "Everything adds up" in board) == (True, False)
    assert _alarms(sign_in()) == {"invariants were not checked for a day": "/ops/invariants/"}


def test_one_that_was_never_checked_is_no_proof(db: None) -> None:
    _prove(clock.now())
    Proof.objects.filter(invariant=INVARIANTS[0].name).delete()
    assert "1 of them was never checked" in _board()
    assert _alarms(sign_in()) == {"invariant was not checked for a day": "/ops/invariants/"}


def test_nothing_checked_yet_is_a_warning_too(db: None) -> None:
    assert "Whether anything adds up is not known" in _board()
    assert list(_alarms(sign_in())) == ["invariants were not checked for a day"]


@pytest.mark.parametrize("task", ["common.sweep", "common.make_partitions", "analytics.prove"])
def test_a_task_of_the_platform_that_is_off_or_gone_is_told_on_the_front_page(db: None, task: str) -> None:
    _prove(clock.now())
    told = {"periodic task is switched off": "/ops/django_celery_beat/periodictask/"}
    PeriodicTask.objects.filter(task=task).update(enabled=False)
    assert _alarms(sign_in()) == told
    PeriodicTask.objects.filter(task=task).delete()
    assert _alarms(sign_in()) == told


def test_no_page_switches_a_task_off(db: None) -> None:
    client, tasks = sign_in(), PeriodicTask.objects.order_by("pk")
    before, pages = list(tasks.values()), "/ops/django_celery_beat/periodictask/"
    for action in ("disable_tasks", "toggle_tasks", "run_tasks", "delete_selected"):
        client.post(pages, {"action": action, "_selected_action": [task["id"] for task in before]})
    first = before[0]["id"]
    answers = [
        client.post(f"{pages}{page}", {"name": "x", "task": "x"}).status_code for page in ("add/", f"{first}/change/", f"{first}/delete/")
    ]
    assert (answers, list(tasks.values())) == ([403, 403, 403], before)
    assert client.get(f"{pages}{first}/change/").status_code == 200
    for schedule in ("intervalschedule", "crontabschedule", "clockedschedule"):
        assert client.get(f"/ops/django_celery_beat/{schedule}/").status_code == 404


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
    _prove(clock.now())
    client = sign_in()
    assert _alarms(client) == {"product is below its reorder level": "/ops/supply/product/?low=1"}
    assert [product.pk for product in client.get("/ops/supply/product/?low=1").context["cl"].result_list] == [low.pk]
    assert "Below its reorder level since" in client.get(f"/ops/supply/product/{low.pk}/change/").content.decode()
