"""Claiming codes: one tap, one code, once."""

from datetime import timedelta

import pytest

from benefits.models import Grant
from benefits.states import GrantState
from common.feed.models import Event
from common.ledger import balances_of
from common.refusals import NotFound, Refused
from redemption.models import Redemption, Reveal
from redemption.operations import AlreadyClaimed, NothingToReveal, claim_grant, reveal_code
from redemption.rules.claiming import ChoiceInvalid, GrantExpired, GrantNotYetClaimable, GrantRevoked, LimitReached, NotToday
from redemption.states import RedemptionState
from supply.models import Code
from supply.operations import StockEmpty
from supply.states import CodeState
from tests.factories import NOW, make_benefit, make_bundle, make_grant, make_member, make_terms
from tests.redemption.operations.claiming import claim, code_grant, owner, stock_of

pytestmark = pytest.mark.django_db


def untouched(grant: Grant, refusal: type[Refused], **how: object) -> None:
    """The claim is refused, and stock, budget, grant and feed are as before."""
    events, budget = Event.objects.count(), balances_of("budget", [grant.budget_id])
    with pytest.raises(refusal):
        claim(grant, **how)
    before = grant.state
    grant.refresh_from_db()
    assert (grant.state, Redemption.objects.filter(grant=grant).count()) == (before, 0)
    assert Code.objects.exclude(state=CodeState.AVAILABLE).count() == 0
    assert (Event.objects.count(), balances_of("budget", [grant.budget_id])) == (events, budget)


def test_claim_takes_one_code_and_fulfils_the_grant_at_once() -> None:
    grant = code_grant(stock=3)
    (redemption,) = claim(grant)
    grant.refresh_from_db()
    code = Code.objects.get(state=CodeState.ISSUED)
    assert (grant.state, redemption.state) == (GrantState.FULFILLED, RedemptionState.FULFILLED)
    assert (redemption.code_id, code.purpose_id, code.member_id) == (code.id, redemption.id, grant.member_id)


def test_claim_leaves_its_trail() -> None:
    grant = code_grant()
    claim(grant)
    kinds = list(Event.objects.exclude(kind__in=["grant.issued", "member.joined"]).order_by("id").values_list("kind", flat=True))
    wanted = [kind for kind in kinds if kind.split(".")[0] in {"code", "redemption", "grant"}]
    assert wanted == ["code.issued", "redemption.fulfilled", "grant.claimed", "grant.fulfilled"]
    assert set(Event.objects.filter(kind__in=wanted).values_list("actor", flat=True)) == {f"member:{grant.member_id}"}


def test_claim_of_a_quantity_takes_as_many_codes() -> None:
    made = claim(code_grant(stock=3, quantity=2))
    assert ([r.item_no for r in made], len({r.code_id for r in made})) == ([1, 2], 2)


def test_claim_takes_the_lot_that_expires_first() -> None:
    grant = code_grant(stock=0)
    stock_of(grant.benefit.product, 1, expires_on=NOW.date() + timedelta(days=400))
    soon = stock_of(grant.benefit.product, 1, expires_on=NOW.date() + timedelta(days=40))
    assert claim(grant)[0].code.lot_id == soon.id


def test_code_with_too_few_days_left_is_not_given_out() -> None:
    grant = code_grant(stock=0)
    stock_of(grant.benefit.product, 1, expires_on=NOW.date() + timedelta(days=6))
    untouched(grant, StockEmpty)


def test_claim_refuses_when_stock_is_empty_and_touches_nothing() -> None:
    untouched(code_grant(stock=0), StockEmpty)


def test_quantity_that_stock_does_not_cover_is_refused_whole() -> None:
    grant = code_grant(stock=2, quantity=3)
    from django.db import transaction

    with pytest.raises(StockEmpty), transaction.atomic():
        claim(grant)
    assert (Redemption.objects.count(), Code.objects.filter(state=CodeState.AVAILABLE).count()) == (0, 2)


def test_second_claim_names_the_first_redemption() -> None:
    grant = code_grant(stock=2)
    (first,) = claim(grant)
    with pytest.raises(AlreadyClaimed) as refused:
        claim(grant)
    assert refused.value.facts["redemption_ids"] == [first.id]
    assert Code.objects.filter(state=CodeState.ISSUED).count() == 1


def test_claim_refuses_when_expired_though_no_sweep_has_been_round() -> None:
    untouched(code_grant(claimable_until=NOW), GrantExpired)


def test_claim_refuses_before_its_time() -> None:
    untouched(code_grant(claimable_from=NOW + timedelta(seconds=1), state="scheduled"), GrantNotYetClaimable)


def test_scheduled_grant_is_claimable_the_moment_its_time_comes() -> None:
    grant = code_grant(claimable_from=NOW, state="scheduled")
    claim(grant)
    grant.refresh_from_db()
    assert grant.state == GrantState.FULFILLED


def test_claim_refuses_a_grant_that_was_taken_back() -> None:
    untouched(code_grant(state="revoked", revoked_at=NOW), GrantRevoked)


def test_claim_refuses_on_a_day_that_the_terms_exclude() -> None:
    benefit = make_benefit("code")
    stock_of(benefit.product, 1)
    untouched(make_grant(benefit=benefit, terms=make_terms(benefit, weekdays=[6, 7])), NotToday)


def test_foreign_grant_looks_like_a_missing_one() -> None:
    grant, stranger = code_grant(), make_member()
    with pytest.raises(NotFound):
        claim_grant(grant_id=grant.id, member_id=stranger.id, by=owner(stranger.id), at=NOW)


def test_limit_of_the_terms_holds_over_several_grants() -> None:
    benefit, member = make_benefit("code"), make_member()
    stock_of(benefit.product, 3)
    terms = make_terms(benefit, limit_per_member=1)
    first, second = (make_grant(member, benefit, terms=terms) for _grant in range(2))
    claim(first)
    with pytest.raises(LimitReached):
        claim(second)
    assert Code.objects.filter(state=CodeState.ISSUED).count() == 1


def test_bundle_gives_its_fixed_parts_and_what_was_chosen() -> None:
    parts = [make_benefit("code") for _ in range(3)]
    for part in parts:
        stock_of(part.product, 1)
    bundle = make_bundle(*parts, choose_count=1)
    bundle.parts.exclude(benefit=parts[0]).update(is_optional=True)
    made = claim(make_grant(make_member(), bundle), choices=[parts[2].code])
    assert [r.benefit_id for r in made] == [parts[0].id, parts[2].id]


def test_bundle_refuses_a_choice_that_is_not_offered() -> None:
    parts = [make_benefit("code") for _ in range(2)]
    bundle = make_bundle(*parts, choose_count=1)
    bundle.parts.update(is_optional=True)
    untouched(make_grant(make_member(), bundle), ChoiceInvalid, choices=["something-else"])


@pytest.mark.django_db(transaction=True)
def test_reveal_is_recorded_before_the_code_is_shown() -> None:
    (redemption,) = claim(code_grant())
    member = redemption.member_id
    shown = reveal_code(redemption_id=redemption.id, member_id=member, by=owner(member), at=NOW, channel="portal")
    assert shown.code.startswith("CODE-")
    assert Reveal.objects.filter(redemption=redemption, code_id=redemption.code_id).count() == 1
    assert Code.objects.get(id=redemption.code_id).revealed_at == NOW


@pytest.mark.django_db(transaction=True)
def test_nobody_else_may_see_a_code() -> None:
    (redemption,) = claim(code_grant())
    stranger = make_member()
    with pytest.raises(NotFound):
        reveal_code(redemption_id=redemption.id, member_id=stranger.id, by=owner(stranger.id), at=NOW, channel="portal")
    assert Reveal.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_badge_has_no_code_to_reveal() -> None:
    grant = make_grant(make_member(), make_benefit("badge"))
    (redemption,) = claim(grant)
    with pytest.raises(NothingToReveal):
        reveal_code(redemption_id=redemption.id, member_id=grant.member_id, by=owner(grant.member_id), at=NOW, channel="api")
