"""Openings over the member API: what is shown, who is first, and what everybody else is told."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from pytest_django.fixtures import DjangoAssertNumQueries

from benefits.models import Grant, Opening, Piece
from benefits.operations import close_opening
from common.replay.models import Replay
from members.models import Member
from redemption.models import Redemption
from supply.models import Code
from tests.benefits.operations.openings.opened import HOUR, drafted, opened, take
from tests.calling import Answer, api_of_member
from tests.factories import NOW, OPERATOR, make_benefit, make_bundle, make_department, make_member
from tests.redemption.operations.claiming import stock_of

KEY = "one-tap-0001"


def claim(opening: Opening, member: Member, body: Any = None, *, key: str = KEY, **headers: str) -> Answer:
    sent = {"idempotency-key": key, **headers} if key else headers
    return api_of_member(member).send("POST", f"openings/{opening.id}/claim", body or {}, **sent)


def problem(answer: Answer) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.status_code, answer.json()["code"]


def taker(opening: Opening, **fields: Any) -> Member:
    return make_member(opening.enterprise, **fields)


def test_a_take_answers_as_a_claim_of_a_grant_does() -> None:
    opening = opened()
    member = taker(opening)
    answer = claim(opening, member)
    grant, redemption = Grant.objects.get(), Redemption.objects.get()
    assert answer.status_code == 201
    assert {**answer.json(), "benefit": None} == {
        "id": str(redemption.id),
        "grant": str(grant.id),
        "benefit": None,
        "state": "fulfilled",
        "kind": "code",
        "quantity": 1,
        "created_at": "2026-03-02T10:00:00+08:00",
        "fulfilled_at": "2026-03-02T10:00:00+08:00",
        "account": None,
        "masked_code": f"****{Code.objects.get(state='issued').tail}",
        "expires_on": None,
        "instructions": "Open the app and use it.",
        "serial": "",
        "seat": None,
        "usable_until": None,
        "uses": 1,
        "used_count": 0,
        "used_at": None,
        "specifics": {},
        "complaint": None,
    }
    (listed,) = api_of_member(member).get("grants").json()["results"]
    assert (listed["id"], listed["state"], listed["why"]) == (str(grant.id), "fulfilled", f"From {opening.enterprise.name}: 周年庆抢领.")


def test_the_same_key_answers_the_same_also_when_all_is_gone() -> None:
    opening = opened(pieces=1)
    member = taker(opening)
    first, second = claim(opening, member), claim(opening, member)
    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert Grant.objects.count() == 1


def test_the_same_key_with_another_body_is_refused() -> None:
    opening = opened()
    member = taker(opening)
    claim(opening, member)
    assert problem(claim(opening, member, {"account": "13800001111"})) == (422, "idempotency_key_reused")


def test_without_a_key_nothing_is_taken_and_nothing_told() -> None:
    assert problem(claim(opened(pieces=1), make_member(), key="")) == (400, "idempotency_key_missing")


def test_another_key_is_told_what_was_taken() -> None:
    opening = opened()
    member = taker(opening)
    made = claim(opening, member).json()
    again = claim(opening, member, key="another-0002")
    assert problem(again) == (409, "already_taken")
    assert (again.json()["grants"], again.json()["redemptions"]) == ([made["grant"]], [made["id"]])


def test_more_than_ones_share_is_over_the_limit() -> None:
    opening = opened(limit_per_member=2)
    member = taker(opening)
    answers = [claim(opening, member, key=f"piece-{n:04d}").status_code for n in range(2)]
    assert answers == [201, 201]
    assert problem(claim(opening, member, key="piece-0003")) == (409, "over_limit")


def test_a_loser_is_told_at_once_and_nothing_is_written(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    opening = opened(pieces=1)
    take(opening, taker(opening))
    late = api_of_member(taker(opening))
    late.get("me")
    with django_assert_num_queries(4):  # Who asks, how often, this key before?, and how it stands.
        answer = late.post(f"openings/{opening.id}/claim", {}, key=KEY)
    assert problem(answer) == (409, "sold_out")
    assert (Replay.objects.count(), Piece.objects.count()) == (0, 1)


def test_before_its_time_the_answer_says_when() -> None:
    opening = opened(opens_at=NOW + HOUR)
    answer = claim(opening, taker(opening))
    assert problem(answer) == (409, "not_open_yet")
    assert answer.json()["opens_at"] == "2026-03-02T03:00:00Z"


def test_after_its_end_it_is_closed() -> None:
    opening = opened()
    close_opening(opening_id=opening.id, by=OPERATOR, at=NOW)
    assert problem(claim(opening, taker(opening))) == (409, "closed")


def test_a_refused_take_may_be_tried_again_with_its_key() -> None:
    opening = opened(opens_at=NOW + HOUR)
    member = taker(opening)
    assert problem(claim(opening, member)) == (409, "not_open_yet")
    with time_machine.travel(NOW + HOUR, tick=False):
        assert claim(opening, member).status_code == 201


def test_missing_foreign_unmeant_and_drafted_openings_look_the_same() -> None:
    opening = opened()
    elsewhere = opened(budget=opening.budget, department_ids=(make_department(opening.enterprise).id,))
    draft = drafted(budget=opening.budget)
    answers = [claim(opening, make_member()), claim(elsewhere, taker(opening)), claim(draft, taker(opening))]
    answers += [api_of_member(make_member()).get(f"openings/{opening.id}")]
    assert {(problem(answer), answer.content) for answer in answers} == {((404, "not_found"), answers[0].content)}


def test_devices_are_counted_where_the_opening_says_so() -> None:
    opening = opened(limit_per_device=1)
    assert problem(claim(opening, taker(opening))) == (400, "device_missing")
    assert claim(opening, taker(opening), device="phone-one").status_code == 201
    assert problem(claim(opening, taker(opening), device="phone-one")) == (409, "over_limit")
    assert claim(opening, taker(opening), device="phone-two").status_code == 201


def test_a_device_must_have_a_usable_name() -> None:
    opening = opened()
    for name in ("short", "x" * 129, "with space"):
        assert problem(claim(opening, taker(opening), device=name)) == (400, "device_missing")


def test_out_of_stock_leaves_the_piece() -> None:
    opening = opened()
    Code.objects.update(state="void", voided_at=NOW)
    assert problem(claim(opening, taker(opening))) == (409, "stock_empty")
    assert Piece.objects.filter(state="free").count() == 10


def test_parts_are_chosen_as_in_a_claim() -> None:
    coffee, card = make_benefit("code"), make_benefit("code")
    for part in (coffee, card):
        stock_of(part.product, 5)
    bundle = make_bundle(coffee, card, choose_count=1)
    bundle.parts.update(is_optional=True)
    opening = opened(benefit=bundle, stock=0, pieces=5)
    assert problem(claim(opening, taker(opening))) == (409, "choice_invalid")
    answer = claim(opening, taker(opening), {"choices": [card.code]})
    assert (answer.status_code, answer.json()["benefit"]["code"]) == (201, card.code)


def test_an_opening_is_read_as_it_stands_for_the_member() -> None:
    opening = opened(pieces=10)
    member = taker(opening)
    app = api_of_member(member)
    assert app.get(f"openings/{opening.id}").json() == {
        "id": str(opening.id),
        "name": "周年庆抢领",
        "state": "open",
        "opens_at": "2026-03-02T10:00:00+08:00",
        "closes_at": "2026-03-03T10:00:00+08:00",
        "remaining": "plenty",
        "limit_per_member": 1,
        "taken": 0,
        "grant": None,
    }
    taken = take(opening, member)
    after = app.get(f"openings/{opening.id}").json()
    assert (after["state"], after["taken"], after["grant"]) == ("yours", 1, str(taken.grant_id))


@pytest.mark.parametrize(("gone", "remaining", "state"), [(8, "plenty", "open"), (9, "few", "open"), (10, "none", "sold_out")])
def test_what_remains_is_said_in_words(gone: int, remaining: str, state: str) -> None:
    opening = opened(pieces=10)
    for _n in range(gone):
        take(opening, taker(opening))
    shown = api_of_member(taker(opening)).get(f"openings/{opening.id}").json()
    assert (shown["remaining"], shown["state"]) == (remaining, state)


def test_the_catalogue_says_how_to_get_it() -> None:
    opening = opened(opens_at=NOW + HOUR)
    member = taker(opening)
    path = f"benefits/{opening.benefit.code}"
    before = api_of_member(member).get(path).json()
    with time_machine.travel(NOW + HOUR, tick=False):
        during = api_of_member(member).get(path).json()
        take(opening, member, at=NOW + HOUR)
        after = api_of_member(member).get(path).json()
    assert [shown["how_to_get"] for shown in (before, during, after)] == [
        "First come, first served, from 2 Mar 2026, 11:00 on.",
        "First come, first served, until 3 Mar 2026, 10:00: take yours.",
        "You have it.",
    ]
    assert [shown["openings"][0]["state"] for shown in (before, during, after)] == ["soon", "open", "yours"]


def test_what_is_gone_is_said_too() -> None:
    opening = opened(pieces=1)
    take(opening, taker(opening))
    (listed,) = api_of_member(taker(opening)).get("benefits").json()["results"]
    assert (listed["how_to_get"], listed["openings"][0]["remaining"]) == ("They are all gone this time.", "none")


def test_a_delisted_benefit_goes_out_of_sight_with_its_openings() -> None:
    opening = opened()
    opening.benefit.state = "delisted"
    opening.benefit.save()
    app = api_of_member(taker(opening))
    assert (app.get("benefits").json()["results"], app.get(f"benefits/{opening.benefit.code}").status_code) == ([], 404)
    assert app.get(f"openings/{opening.id}").json()["state"] == "closed"
    answer = app.post(f"openings/{opening.id}/claim", {}, key="too-late-for-it")
    assert (answer.status_code, answer.json()["code"]) == (409, "closed")


def test_the_end_can_be_read_for_a_week() -> None:
    opening = opened()
    app = api_of_member(taker(opening))
    with time_machine.travel(opening.closes_at + timedelta(days=6), tick=False):
        assert app.get(f"openings/{opening.id}").json()["state"] == "closed"
    with time_machine.travel(opening.closes_at + timedelta(days=7), tick=False):
        assert app.get(f"openings/{opening.id}").status_code == 404
