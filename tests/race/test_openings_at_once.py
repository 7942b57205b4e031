"""Many at the same instant for few pieces: exactly the pieces are given, every cap holds, and every loser is told why."""

from collections import Counter
from collections.abc import Callable, Sequence

import pytest
from django.db import connection

from analytics.rules.invariants.budgets import BUDGETS
from analytics.rules.invariants.openings import OPENINGS
from benefits.models import Grant, Opening, Piece
from benefits.operations import close_opening, publish_opening
from benefits.operations.openings import StockTooSmall
from benefits.rules.openings import AlreadyTaken, OpeningClosed, OverLimit, SoldOut
from common.refusals import Refused, StillBusy
from members.models import Enterprise, Member
from redemption.models import Redemption
from redemption.operations import TakenAndClaimed
from tests.benefits.operations.openings.opened import drafted, opened, take
from tests.factories import NOW, OPERATOR, make_budget, make_enterprise, make_member
from tests.together import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
CALLERS, ROUNDS = 20, 6


def outcome(results: Sequence[object]) -> Counter[str]:
    """How many succeeded, and how many were refused for which reason. Anything else that was raised is raised here."""
    for result in results:
        if isinstance(result, Exception) and not isinstance(result, Refused):
            raise result
    return Counter(result.code if isinstance(result, Refused) else "given" for result in results)


def assert_all_holds() -> None:
    """What ``verify`` proves of budgets and openings."""
    for invariant in (*OPENINGS, *BUDGETS):
        with connection.cursor() as cursor:
            cursor.execute(invariant.sql)
            assert (invariant.name, cursor.fetchall()) == (invariant.name, [])


def members_of(enterprise: Enterprise) -> list[Member]:
    return [make_member(enterprise) for _n in range(CALLERS)]


def test_the_last_pieces_go_to_as_many_members() -> None:
    enterprise = make_enterprise()
    budget, members = make_budget(enterprise, amount=100_000_000), members_of(enterprise)
    for number in range(ROUNDS):
        pieces = 1 + number % 3
        opening = opened(budget=budget, pieces=pieces, stock=pieces)
        results = together(CALLERS, lambda n: take(opening, members[n]))
        assert outcome(results) == {"given": pieces, SoldOut.code: CALLERS - pieces}
        taken = Piece.objects.filter(opening=opening, state="taken")
        assert (taken.count(), taken.values("member").distinct().count(), taken.values("number").distinct().count()) == (pieces,) * 3
    assert_all_holds()


def test_twenty_taps_of_one_member_take_what_the_member_may_have() -> None:
    enterprise = make_enterprise()
    budget, member = make_budget(enterprise, amount=100_000_000), make_member(enterprise)
    for number in range(ROUNDS):
        most = 1 + number % 2
        opening = opened(budget=budget, pieces=CALLERS, stock=CALLERS, limit_per_member=most)
        results = together(CALLERS, lambda _n: take(opening, member))
        refusal = AlreadyTaken if most == 1 else OverLimit
        assert outcome(results) == {"given": most, refusal.code: CALLERS - most}
        assert Grant.objects.filter(batch=opening.batch_id).count() == most
    assert_all_holds()


def test_twenty_members_on_one_device_take_what_the_device_may_have() -> None:
    enterprise = make_enterprise()
    budget, members = make_budget(enterprise, amount=100_000_000), members_of(enterprise)
    for _round in range(ROUNDS):
        opening = opened(budget=budget, pieces=CALLERS, stock=CALLERS, limit_per_device=3)
        results = together(CALLERS, lambda n: take(opening, members[n], device=b"d" * 32))
        assert outcome(results) == {"given": 3, OverLimit.code: CALLERS - 3}
    assert_all_holds()


def test_taking_and_closing_at_once_leave_one_outcome() -> None:
    enterprise = make_enterprise()
    budget, members = make_budget(enterprise, amount=100_000_000), members_of(enterprise)
    for _round in range(ROUNDS):
        opening = opened(budget=budget, pieces=CALLERS, stock=CALLERS)
        acts: list[Callable[[int], TakenAndClaimed | Opening]] = [
            lambda n: take(opening, members[n]),
            lambda _n: close_opening(opening_id=opening.id, by=OPERATOR, at=NOW),
        ]
        results = together(CALLERS, lambda n: acts[n == CALLERS // 2](n))
        given = outcome(results)["given"] - 1  # One of them closed it.
        # Whoever finds every piece held by the closing for too long may ask again, and hears that it is closed.
        assert set(outcome(results)) <= {"given", OpeningClosed.code, StillBusy.code}
        opening.refresh_from_db()
        assert (opening.state, Grant.objects.filter(batch=opening.batch_id).count(), Piece.objects.filter(opening=opening).count()) == (
            "closed",
            given,
            given,
        )
        assert_all_holds()


def test_two_openings_never_promise_the_same_stock() -> None:
    for _round in range(ROUNDS):
        budget = make_budget(make_enterprise(), amount=100_000_000)
        first = drafted(budget=budget, pieces=10, stock=15)
        drafts = [first, drafted(benefit=first.benefit, budget=budget, pieces=10, stock=0)]
        results = together(2, lambda n: publish_opening(opening_id=drafts[n].id, by=OPERATOR, at=NOW))
        assert outcome(results) == {"given": 1, StockTooSmall.code: 1}


def test_twenty_publications_reserve_once() -> None:
    for _round in range(ROUNDS):
        opening = drafted()
        together(CALLERS, lambda _n: publish_opening(opening_id=opening.id, by=OPERATOR, at=NOW))
        assert Piece.objects.filter(opening=opening).count() == 10
    assert_all_holds()


def test_a_claim_that_fails_gives_its_piece_to_another() -> None:
    enterprise = make_enterprise()
    budget, members = make_budget(enterprise, amount=100_000_000), members_of(enterprise)
    for _round in range(ROUNDS):
        opening = opened(budget=budget, pieces=2, stock=2)
        results = together(CALLERS, lambda n: take(opening, members[n], choices=["nothing"] if n % 2 else []))
        seen = outcome(results)
        assert (seen["given"], set(seen) - {SoldOut.code, "choice_invalid"}) == (2, {"given"})
        assert Redemption.objects.filter(grant__batch=opening.batch_id).count() == 2
    assert_all_holds()
