"""Top-ups from the tap to a known end, against a fake supplier with a book of its own."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from benefits.models import Grant
from benefits.states import GrantState
from common import clock
from common.feed.models import Event
from redemption.operations import AccountMissing, claim_grant, follow_topup
from redemption.states import RedemptionState
from supply.models import Attempt, Supplier, TopUp
from supply.operations import query_topup, settle_topup_by_hand, submit_topup, suspend_supplier
from supply.operations.topups.record import mark_lost
from supply.sandbox import judge
from supply.sandbox.server import Sandbox, start
from supply.sandbox.settings import SandboxSettings
from supply.states import TopUpState
from tests.factories import OPERATOR, make_grant, make_member
from tests.redemption.operations.claiming import owner, topup_benefit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with start(settings=SandboxSettings()) as running:
        yield running


@pytest.fixture
def slow_sandbox() -> Iterator[Sandbox]:
    with start(settings=SandboxSettings(delay_seconds=3 * 86_400)) as running:
        yield running


def tapped(sandbox: Sandbox, account: str = "13812345678") -> TopUp:
    """A claimed top-up that has not been sent yet."""
    at = clock.now()
    grant = make_grant(make_member(), topup_benefit(sandbox), claimable_until=at + timedelta(days=9), claimable_from=at - timedelta(days=1))
    claim_grant(grant_id=grant.id, member_id=grant.member_id, by=owner(grant.member_id), at=at, account=account)
    return TopUp.objects.get()


def sent(topup: TopUp) -> TopUp:
    submit_topup(topup.id, at=clock.now())
    follow_topup(topup.id, at=clock.now())
    topup.refresh_from_db()
    return topup


def asked(topup: TopUp, *, later: timedelta = timedelta(0)) -> TopUp:
    query_topup(topup.id, at=clock.now() + later)
    follow_topup(topup.id, at=clock.now())
    topup.refresh_from_db()
    return topup


def effects(sandbox: Sandbox, topup: TopUp) -> int:
    return len(judge.effects(sandbox.book, topup.reference))


def test_top_up_lands_in_the_account_once(sandbox: Sandbox) -> None:
    topup = sent(tapped(sandbox))
    while topup.state == TopUpState.PROCESSING:
        topup = asked(topup)
    assert (topup.state, topup.redemption.state, topup.redemption.grant.state) == (
        TopUpState.SUCCEEDED,
        RedemptionState.FULFILLED,
        GrantState.FULFILLED,
    )
    assert effects(sandbox, topup) == 1


def test_attempt_is_written_before_the_call(sandbox: Sandbox) -> None:
    topup = tapped(sandbox)
    sandbox.stop()
    sent(topup)
    attempt = Attempt.objects.get(topup=topup)
    assert (attempt.kind, attempt.outcome) == ("submit", "notsent")
    assert topup.state == TopUpState.CREATED


def test_silence_is_unknown_and_never_bought_again(sandbox: Sandbox) -> None:
    topup = tapped(sandbox)
    sandbox.chaos.set({"orders:error_done": 1})
    topup = sent(topup)
    assert (topup.state, topup.redemption.state, topup.redemption.grant.state) == (
        TopUpState.UNKNOWN,
        RedemptionState.UNKNOWN,
        GrantState.CLAIMED,
    )
    sandbox.chaos.set({"orders:error_done": 0})
    topup = sent(topup)
    assert topup.state == TopUpState.UNKNOWN
    while topup.state in (TopUpState.UNKNOWN, TopUpState.PROCESSING):
        topup = asked(topup)
    assert (topup.state, effects(sandbox, topup)) == (TopUpState.SUCCEEDED, 1)


def test_unknown_that_was_never_done_is_sent_again_only_after_not_found(sandbox: Sandbox) -> None:
    topup = tapped(sandbox)
    sandbox.chaos.set({"orders:error_not_done": 1})
    topup = sent(topup)
    sandbox.chaos.set({"orders:error_not_done": 0})
    assert asked(topup).state == TopUpState.UNKNOWN  # Something of it may still be on its way.
    TopUp.objects.update(submitted_at=clock.now() - timedelta(minutes=2), leased_until=None)
    topup = asked(topup)
    assert (topup.state, effects(sandbox, topup)) == (TopUpState.CREATED, 0)
    topup = sent(topup)
    while topup.state == TopUpState.PROCESSING:
        topup = asked(topup)
    assert (topup.state, effects(sandbox, topup)) == (TopUpState.SUCCEEDED, 1)


def test_order_that_the_supplier_forgets_after_taking_it_is_unknown_with_a_person_and_never_sent_again(slow_sandbox: Sandbox) -> None:
    topup = sent(tapped(slow_sandbox))
    slow_sandbox.book.write("PRAGMA foreign_keys = OFF")
    slow_sandbox.book.write("UPDATE placed SET reference = 'lost'")
    for hours in (1, 2, 3):
        topup = asked(topup, later=timedelta(hours=hours))
        assert (topup.state, topup.escalated_at is not None, topup.redemption.state) == (TopUpState.UNKNOWN, True, RedemptionState.UNKNOWN)
    submitted = Attempt.objects.filter(kind="submit").count()
    assert (submitted, Event.objects.filter(kind="topup.escalated").count()) == (1, 1)


def test_order_that_the_supplier_works_on_for_a_day_is_handed_to_a_person_once_and_still_asked_about(slow_sandbox: Sandbox) -> None:
    topup = sent(tapped(slow_sandbox))
    assert asked(topup, later=timedelta(hours=23)).escalated_at is None
    for hours in (24, 25):
        topup = asked(topup, later=timedelta(hours=hours))
        assert (topup.state, topup.escalated_at is not None) == (TopUpState.PROCESSING, True)
    assert (
        Event.objects.filter(kind="topup.escalated").values_list("reason", flat=True).get()
        == "the supplier has been working on it for too long"
    )


def test_definite_failure_gives_the_grant_back_to_its_member(sandbox: Sandbox) -> None:
    topup = sent(tapped(sandbox, account="19900000001"))
    assert (topup.state, topup.failure) == (TopUpState.FAILED, "bad_account")
    assert (topup.redemption.state, Grant.objects.get().state) == (RedemptionState.FAILED, GrantState.CLAIMABLE)


def test_second_tap_after_a_failure_makes_a_new_order(sandbox: Sandbox) -> None:
    first = sent(tapped(sandbox, account="19900000001"))
    grant = Grant.objects.get()
    claim_grant(grant_id=grant.id, member_id=grant.member_id, by=owner(grant.member_id), at=clock.now(), account="13812345678")
    second = TopUp.objects.exclude(id=first.id).get()
    assert second.reference != first.reference
    assert sent(second).state in (TopUpState.PROCESSING, TopUpState.SUCCEEDED)


def test_worker_that_died_in_the_call_leaves_an_unknown(sandbox: Sandbox) -> None:
    from supply.operations.topups.submit import _begin

    topup = tapped(sandbox)
    _begin(topup.id, clock.now() - timedelta(minutes=5))
    mark_lost(topup.id, at=clock.now())
    topup.refresh_from_db()
    assert (topup.state, Attempt.objects.get().outcome) == (TopUpState.UNKNOWN, "")


def test_late_writer_without_the_lease_changes_nothing(sandbox: Sandbox) -> None:
    from supply.connectors.base import Refused
    from supply.operations.topups.record import record_outcome
    from supply.operations.topups.submit import _begin

    topup = tapped(sandbox)
    attempt = _begin(topup.id, clock.now() - timedelta(minutes=5))
    mark_lost(topup.id, at=clock.now())
    assert attempt is not None
    assert record_outcome(attempt, Refused("out_of_stock"), at=clock.now()) is False
    topup.refresh_from_db()
    assert topup.state == TopUpState.UNKNOWN


def test_person_can_settle_what_is_unknown(sandbox: Sandbox) -> None:
    topup = tapped(sandbox)
    sandbox.chaos.set({"orders:error_done": 1})
    topup = sent(topup)
    settle_topup_by_hand(topup_id=topup.id, succeeded=True, by=OPERATOR, at=clock.now(), reason="confirmed by phone")
    follow_topup(topup.id, at=clock.now())
    topup.refresh_from_db()
    assert (topup.state, topup.redemption.state) == (TopUpState.SUCCEEDED, RedemptionState.FULFILLED)


def test_claim_without_an_account_is_refused_and_the_grant_stays(sandbox: Sandbox) -> None:
    grant = make_grant(make_member(), topup_benefit(sandbox), claimable_until=clock.now() + timedelta(days=9))
    with pytest.raises(AccountMissing):
        claim_grant(grant_id=grant.id, member_id=grant.member_id, by=owner(grant.member_id), at=clock.now())
    grant.refresh_from_db()
    assert (grant.state, TopUp.objects.count()) == (GrantState.CLAIMABLE, 0)


def test_nothing_is_sent_to_a_supplier_that_was_suspended_while_it_waited(sandbox: Sandbox) -> None:
    topup = tapped(sandbox)
    suspend_supplier(supplier_id=topup.supplier_id, by=OPERATOR, at=clock.now(), reason="its codes are bad")
    topup = sent(topup)
    assert (topup.state, topup.failure, Attempt.objects.count(), effects(sandbox, topup)) == ("failed", "not_buyable", 0, 0)
    assert Grant.objects.get().state == GrantState.CLAIMABLE


def test_nothing_is_sent_to_a_supplier_whose_contract_has_ended_meanwhile(sandbox: Sandbox) -> None:
    topup = tapped(sandbox)
    Supplier.objects.update(contract_ends_on=clock.now().date() - timedelta(days=2))
    assert (sent(topup).failure, effects(sandbox, topup)) == ("not_buyable", 0)
