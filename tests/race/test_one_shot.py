"""
Twenty callers released together, twenty times over: exactly one success, and the world as after one call.

Real threads, real connections, a barrier. Every act that may happen once is here.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar
from uuid import UUID

import pytest

from benefits.models import Batch, Benefit, Grant
from benefits.operations import BudgetExceeded, GrantRequest, GrantWanted, UndoResult, confirm_batch, expire_grants, issue_grant, undo_batch
from benefits.states import BatchState, GrantState
from common import clock
from common.ids import new_id
from common.jobs.models import Job
from common.jobs.runner import run_job
from common.ledger import Line, balances_of, post
from common.refusals import Refused
from common.replay import Answer, once
from members.models import Enterprise
from redemption.models import Redemption, Reveal, Use
from redemption.operations import AlreadyClaimed, EventFull, RevealedCode, claim_grant, mark_use, reissue, reveal_code, reverse_redemption
from redemption.rules.claiming import GrantExpired, GrantRevoked
from supply.models import Code
from supply.operations import CodeWanted, StockEmpty, take_code
from tests.benefits.operations.importing import checked
from tests.factories import NOW, OPERATOR, budget_accounts, make_benefit, make_budget, make_enterprise, make_grant, make_member
from tests.redemption.operations.claiming import claim, code_grant, owner, stock_of
from tests.together import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
CALLERS, ROUNDS = 20, 20
T = TypeVar("T")


def successes(results: Sequence[T | Exception]) -> list[T]:
    """What is no refusal. Anything else that was raised is a defect and is raised here."""
    for result in results:
        if isinstance(result, Exception) and not isinstance(result, Refused):
            raise result
    return [result for result in results if not isinstance(result, Exception)]


def refusals(results: Sequence[object]) -> set[type]:
    return {type(result) for result in results if isinstance(result, Exception)}


def test_one_of_twenty_claims_wins() -> None:
    for _round in range(ROUNDS):
        grant = code_grant(stock=CALLERS)
        results = together(CALLERS, lambda _n: claim(grant))
        assert (len(successes(results)), refusals(results)) == (1, {AlreadyClaimed})
        assert Code.objects.filter(product=grant.benefit.product, state="issued").count() == 1
        assert Redemption.objects.filter(grant=grant).count() == 1


def test_last_codes_go_to_as_many_members() -> None:
    for _round in range(ROUNDS):
        benefit, enterprise = make_benefit("code"), make_enterprise()
        stock_of(benefit.product, 5)
        make_budget(enterprise, is_default=True)
        grants = [make_grant(make_member(enterprise), benefit) for _ in range(CALLERS)]
        results = together(CALLERS, lambda n: claim(grants[n]))
        assert (len(successes(results)), refusals(results)) == (5, {StockEmpty})
        taken = Redemption.objects.filter(grant__in=grants).values_list("code_id", flat=True)
        assert len(set(taken)) == len(taken) == 5


def test_each_of_twenty_takers_has_a_code_of_its_own() -> None:
    for _round in range(ROUNDS):
        product = make_benefit("code").product
        stock_of(product, CALLERS)
        results = together(CALLERS, lambda _n: take_code(_wanted(product.id, product.sku), at=NOW))
        assert len({taken.id for taken in successes(results)}) == CALLERS


def _wanted(product_id: UUID, sku: str) -> CodeWanted:
    return CodeWanted(new_id(), new_id(), new_id(), product_id, sku, 0)


def test_every_reveal_is_recorded_and_shows_the_same_code() -> None:
    for _round in range(ROUNDS):
        (redemption,) = claim(code_grant())
        results = together(CALLERS, lambda _n: _reveal(redemption))
        assert len({shown.code for shown in successes(results)}) == 1
        assert Reveal.objects.filter(redemption=redemption).count() == CALLERS == len(results)


def _reveal(redemption: Redemption) -> RevealedCode:
    member = redemption.member_id
    return reveal_code(redemption_id=redemption.id, member_id=member, by=owner(member), at=NOW, channel="portal")


def test_twenty_confirmations_make_one_batch() -> None:
    for _round in range(ROUNDS):
        batch = checked(_enterprise_with_benefit(), "工号,权益编码\nS1,coffee\n".encode(), name="a.csv")
        together(CALLERS, lambda _n: _confirm(batch))
        job = Job.objects.get(name="benefits.issue_batch", subject_id=batch.id)
        together(4, lambda _n: run_job(job.id))
        batch.refresh_from_db()
        assert (batch.state, Grant.objects.filter(batch=batch).count()) == (BatchState.DONE, 1)
        assert balances_of("budget", [batch.budget_id])[batch.budget_id]["reserved"] == batch.committed
        _forget(batch)


def _enterprise_with_benefit() -> Enterprise:
    enterprise = make_enterprise()
    make_member(enterprise, staff_no="S1")
    make_benefit("code", code="coffee")
    make_budget(enterprise, is_default=True)
    return enterprise


def _confirm(batch: Batch) -> Batch:
    return confirm_batch(
        batch_id=batch.id, enterprise_id=batch.enterprise_id, file_sha256=bytes(batch.sheet.file_sha256), by=OPERATOR, at=clock.now()
    )


def _forget(batch: Batch) -> None:
    """The benefit's code is unique: the next round needs it again."""
    Benefit.objects.filter(code="coffee").update(code=f"coffee-{batch.id}")


def test_twenty_undos_take_back_once() -> None:
    for _round in range(ROUNDS):
        grant = code_grant(stock=0)
        results = together(CALLERS, lambda _n: _undo(grant.batch))
        assert len({(r.reversed, r.kept) for r in successes(results)}) == 1
        balances = balances_of("budget", [grant.budget_id])[grant.budget_id]
        assert (balances["reserved"], balances["available"]) == (0, -balances["funding"])


def _undo(batch: Batch) -> UndoResult:
    return undo_batch(batch_id=batch.id, enterprise_id=batch.enterprise_id, by=OPERATOR, at=clock.now())


def test_claim_and_undo_at_once_leave_one_outcome() -> None:
    for _round in range(ROUNDS):
        grant = code_grant(stock=1)
        acts: list[Callable[[], object]] = [lambda: claim(grant), lambda: _undo(grant.batch)]
        results = together(2, lambda n: acts[n]())
        grant.refresh_from_db()
        won = not isinstance(results[0], Exception)
        assert grant.state == (GrantState.FULFILLED if won else GrantState.REVOKED)
        assert won or isinstance(results[0], GrantRevoked)
        assert Redemption.objects.filter(grant=grant).count() == int(won)


def test_claim_and_expiry_at_the_same_instant_leave_one_outcome() -> None:
    for _round in range(ROUNDS):
        grant = code_grant(stock=1)
        late = grant.claimable_until
        acts: list[Callable[[], object]] = [lambda: claim(grant), lambda: expire_grants(at=late)]
        results = together(2, lambda n: acts[n]())
        expire_grants(at=late)
        grant.refresh_from_db()
        won = not isinstance(results[0], Exception)
        assert grant.state == (GrantState.FULFILLED if won else GrantState.EXPIRED)
        assert won or isinstance(results[0], GrantExpired)


def test_budget_for_five_makes_five_grants_of_twenty() -> None:
    for _round in range(ROUNDS):
        enterprise, benefit = make_enterprise(), make_benefit("code", price_minor=100)
        budget = make_budget(enterprise, amount=500, is_default=True)
        members = [make_member(enterprise) for _ in range(CALLERS)]
        wanted = [GrantRequest(enterprise.id, GrantWanted(benefit.code, staff_no=m.staff_no)) for m in members]
        results = together(CALLERS, lambda n: issue_grant(wanted[n], by=OPERATOR, at=clock.now()))
        assert len(successes(results)) == 5 == Grant.objects.filter(budget=budget).count()
        assert {r.code for r in results if isinstance(r, Refused)} == {BudgetExceeded.code}
        assert balances_of("budget", [budget.id])[budget.id]["available"] == 0


def test_one_reference_is_one_grant() -> None:
    for number in range(ROUNDS):
        enterprise, benefit = make_enterprise(), make_benefit("code")
        make_budget(enterprise, is_default=True)
        wanted = GrantWanted(benefit.code, staff_no=make_member(enterprise).staff_no, reference=f"order-{number}")
        results = together(CALLERS, lambda _n: issue_grant(GrantRequest(enterprise.id, wanted), by=OPERATOR, at=clock.now()))
        assert len({grant.id for grant in successes(results)}) == 1
        assert Grant.objects.filter(enterprise=enterprise).count() == 1


def test_one_key_is_one_effect() -> None:
    for number in range(ROUNDS):
        accounts = budget_accounts(make_budget(make_enterprise()))
        act = _posting(accounts, number)
        results = together(CALLERS, lambda _n: once(scope="race", key=f"key-of-{number:04d}", request={}, at=NOW, act=act))
        assert {answer.body["number"] for answer in successes(results)} == {number}
        assert len(results) == CALLERS


def _posting(accounts: dict[str, UUID], number: int) -> Callable[[], Answer]:
    def act() -> Answer:
        lines = [Line(accounts["available"], -1), Line(accounts["reserved"], 1)]
        assert post(key=f"race:{number}", kind="test", lines=lines, at=NOW)
        return Answer(201, {"number": number})

    return act


def test_one_bad_code_is_replaced_once() -> None:
    for _round in range(ROUNDS):
        (bad,) = claim(code_grant(stock=3))
        results = together(CALLERS, lambda _n: reissue(redemption_id=bad.id, by=OPERATOR, at=NOW, reason="dead code"))
        assert len(successes(results)) == 1
        assert Redemption.objects.filter(grant_id=bad.grant_id, state="fulfilled").count() == 1


def test_one_delivery_is_taken_back_once() -> None:
    for _round in range(ROUNDS):
        (given,) = claim(code_grant())
        results = together(CALLERS, lambda _n: reverse_redemption(redemption_id=given.id, by=OPERATOR, at=NOW, reason="wrong person"))
        assert len(successes(results)) == 1
        given.grant.refresh_from_db()
        assert given.grant.state == GrantState.REVOKED


def test_claiming_the_same_grant_for_two_people_is_impossible() -> None:
    grant, thief = code_grant(stock=2), make_member()
    results = together(2, lambda n: claim_grant(grant_id=grant.id, member_id=[grant.member_id, thief.id][n], by=OPERATOR, at=NOW))
    assert [isinstance(result, Exception) for result in results] == [False, True]


def test_seats_are_never_sold_twice_and_never_one_too_many() -> None:
    for _round in range(ROUNDS):
        event, enterprise = make_benefit("event", seats=5, price_minor=0), make_enterprise()
        make_budget(enterprise, is_default=True)
        grants = [make_grant(make_member(enterprise), event) for _ in range(CALLERS)]
        results = together(CALLERS, lambda n: claim(grants[n]))
        assert (len(successes(results)), refusals(results)) == (5, {EventFull})
        taken = Redemption.objects.filter(benefit=event).values_list("seat_no", flat=True)
        assert sorted(taken) == [1, 2, 3, 4, 5]


def test_one_use_is_marked_once_by_twenty_taps() -> None:
    for _round in range(ROUNDS):
        (given,) = claim(code_grant())
        results = together(CALLERS, lambda _n: mark_use(redemption_id=given.id, by=OPERATOR, at=NOW, reason="till", number=1))
        assert len(successes(results)) == CALLERS
        assert Use.objects.filter(redemption=given).count() == 1
