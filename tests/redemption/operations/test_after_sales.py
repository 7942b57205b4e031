"""Making good: bad codes replaced, failed deliveries repeated, wrong ones taken back; and what needs no tap."""

import pytest

from benefits.models import Grant
from benefits.operations import settle_grants
from benefits.states import GrantState
from common.feed.models import Event
from common.ledger import balances_of
from redemption.models import Redemption
from redemption.operations import NotReissuable, NotReversible, mark_use, reissue, reverse_redemption
from redemption.states import RedemptionState
from redemption.tasks.fulfilment import push_due
from supply.models import Code
from supply.operations import StockEmpty
from supply.states import CodeState
from tests.factories import NOW, OPERATOR, make_benefit, make_grant, make_member
from tests.redemption.operations.claiming import claim, code_grant, stock_of

pytestmark = pytest.mark.django_db


def test_bad_code_is_voided_and_replaced() -> None:
    (bad,) = claim(code_grant(stock=2))
    made = reissue(redemption_id=bad.id, by=OPERATOR, at=NOW, reason="dead code")
    bad.refresh_from_db()
    assert (bad.state, made.state, made.replaces_id) == (RedemptionState.REVERSED, RedemptionState.FULFILLED, bad.id)
    assert (Code.objects.get(id=bad.code_id).state, Code.objects.get(id=made.code_id).state) == (CodeState.VOID, CodeState.ISSUED)
    assert Grant.objects.get(id=bad.grant_id).state == GrantState.FULFILLED


def test_bad_code_is_charged_back_in_the_feed() -> None:
    (bad,) = claim(code_grant(stock=2))
    reissue(redemption_id=bad.id, by=OPERATOR, at=NOW, reason="dead code")
    event = Event.objects.get(kind="code.charged_back")
    assert (event.subject_id, event.reason) == (bad.code_id, "dead code")


def test_replacement_costs_the_budget_nothing() -> None:
    (bad,) = claim(code_grant(stock=2))
    settle_grants(at=NOW)
    before = balances_of("budget", [bad.grant.budget_id])
    reissue(redemption_id=bad.id, by=OPERATOR, at=NOW, reason="dead code")
    settle_grants(at=NOW)
    assert balances_of("budget", [bad.grant.budget_id]) == before


def test_bad_code_stays_with_its_member_while_there_is_nothing_to_replace_it() -> None:
    from django.db import transaction

    (bad,) = claim(code_grant(stock=1))
    with pytest.raises(StockEmpty), transaction.atomic():
        reissue(redemption_id=bad.id, by=OPERATOR, at=NOW, reason="dead code")
    bad.refresh_from_db()
    assert (bad.state, Code.objects.get(id=bad.code_id).state) == (RedemptionState.FULFILLED, CodeState.ISSUED)


def test_replaced_code_is_not_replaced_again() -> None:
    (bad,) = claim(code_grant(stock=3))
    reissue(redemption_id=bad.id, by=OPERATOR, at=NOW, reason="dead code")
    with pytest.raises(NotReissuable):
        reissue(redemption_id=bad.id, by=OPERATOR, at=NOW, reason="again")
    assert Redemption.objects.filter(grant_id=bad.grant_id).count() == 2


def test_delivery_taken_back_frees_what_it_had_spent() -> None:
    (given,) = claim(code_grant())
    settle_grants(at=NOW)
    reverse_redemption(redemption_id=given.id, by=OPERATOR, at=NOW, reason="wrong person")
    balances = balances_of("budget", [given.grant.budget_id])[given.grant.budget_id]
    assert (balances["spent"], balances["reserved"], balances["available"]) == (0, 0, -balances["funding"])
    assert Grant.objects.get(id=given.grant_id).state == GrantState.REVOKED


def test_delivery_taken_back_before_it_was_settled_is_released() -> None:
    (given,) = claim(code_grant())
    reverse_redemption(redemption_id=given.id, by=OPERATOR, at=NOW, reason="wrong person")
    settle_grants(at=NOW)
    balances = balances_of("budget", [given.grant.budget_id])[given.grant.budget_id]
    assert (balances["spent"], balances["reserved"]) == (0, 0)


def test_what_is_taken_back_can_not_be_taken_back_again() -> None:
    (given,) = claim(make_grant(make_member(), make_benefit("badge")))
    reverse_redemption(redemption_id=given.id, by=OPERATOR, at=NOW, reason="given by mistake")
    with pytest.raises(NotReversible):
        reverse_redemption(redemption_id=given.id, by=OPERATOR, at=NOW, reason="x")


def test_a_used_code_is_not_used_any_more_once_it_is_taken_back() -> None:
    (given,) = claim(code_grant())
    mark_use(redemption_id=given.id, by=OPERATOR, at=NOW, reason="seen at the till")
    reverse_redemption(redemption_id=given.id, by=OPERATOR, at=NOW, reason="wrong person")
    grant = Grant.objects.get(id=given.grant_id)
    assert (grant.state, grant.used_at) == (GrantState.REVOKED, None)


def test_a_used_code_that_was_bad_is_replaced_by_one_that_is_not_used() -> None:
    (bad,) = claim(code_grant(stock=2))
    mark_use(redemption_id=bad.id, by=OPERATOR, at=NOW, reason="tried")
    good = reissue(redemption_id=bad.id, by=OPERATOR, at=NOW, reason="dead code")
    assert (good.used_count, Grant.objects.get(id=bad.grant_id).state) == (0, GrantState.FULFILLED)


def test_pushed_benefit_is_delivered_without_a_tap() -> None:
    benefit = make_benefit("code", delivery="push")
    stock_of(benefit.product, 1)
    grant = make_grant(make_member(), benefit)
    push_due(NOW)
    grant.refresh_from_db()
    assert (grant.state, Redemption.objects.get(grant=grant).state) == (GrantState.FULFILLED, RedemptionState.FULFILLED)


def test_push_that_finds_no_stock_leaves_the_grant_to_its_member_and_tries_once() -> None:
    grant = make_grant(make_member(), make_benefit("code", delivery="push"))
    push_due(NOW)
    push_due(NOW)
    grant.refresh_from_db()
    assert (grant.state, grant.pushed_at, Redemption.objects.count()) == (GrantState.CLAIMABLE, NOW, 0)
    tried = Event.objects.get(kind="grant.not_pushed")
    assert (tried.subject_id, tried.data, tried.actor) == (grant.id, {"failure": "stock_empty"}, "system:push")
