"""What publishing promises, and what it refuses to promise."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from benefits.models import Batch, Opening, Piece
from benefits.operations import (
    BudgetExceeded,
    change_opening,
    close_budget,
    close_opening,
    delist_benefit,
    discard_opening,
    draft_opening,
    publish_opening,
    resume_opening,
)
from benefits.operations.batches import NotReady, resume_batch
from benefits.operations.budgets import BudgetClosed
from benefits.operations.openings import NotADraft, NotLive, NotOffered, OpeningOver, StockTooSmall, TermsEndTooEarly
from benefits.operations.openings.prepare import CHUNK
from common.feed import trail_of
from common.jobs.models import Job
from common.jobs.runner import run_job
from common.ledger import balances_of
from common.refusals import NotFound
from tests.benefits.operations.openings.opened import HOUR, drafted, opened, plan
from tests.factories import (
    NOW,
    OPERATOR,
    make_benefit,
    make_budget,
    make_bundle,
    make_department,
    make_enterprise,
    make_terms,
)
from tests.redemption.operations.claiming import stock_of

pytestmark = pytest.mark.django_db


def reserved(opening: Opening) -> int:
    return balances_of("budget", [opening.budget_id])[opening.budget_id]["reserved"]


def publish(opening: Opening, **how: object) -> Opening:
    return publish_opening(opening_id=opening.id, by=OPERATOR, at=NOW, **how)  # type: ignore[arg-type]


def test_a_draft_promises_nothing() -> None:
    opening = drafted()
    assert (opening.state, reserved(opening), Piece.objects.count(), Batch.objects.count()) == ("draft", 0, 0, 0)


def test_publishing_reserves_all_of_it_and_makes_the_pieces() -> None:
    opening = opened(pieces=10)
    assert (opening.state, reserved(opening), opening.piece_committed) == ("published", 95_000, 9_500)
    assert opening.piece_rows.filter(state="free").count() == 10
    assert opening.batch is not None
    assert (opening.batch.state, opening.batch.committed, opening.terms) == ("issuing", 95_000, opening.benefit.terms.get())


def test_its_life_is_in_the_feed() -> None:
    opening = opened()
    assert [(e.kind, e.actor) for e in trail_of([("opening", opening.id)])] == [
        ("opening.drafted", str(OPERATOR)),
        ("opening.preparing", str(OPERATOR)),
        ("opening.published", str(OPERATOR)),
    ]


def test_pieces_are_spread_over_the_whole_range() -> None:
    opened(pieces=200, stock=200, budget=make_budget(make_enterprise(), amount=10_000_000))
    drawn = list(Piece.objects.values_list("shuffle", flat=True))
    assert (len(set(drawn)), min(drawn) < 0 < max(drawn)) == (200, True)


def test_a_second_publication_changes_nothing() -> None:
    opening = opened()
    assert publish(opening).batch_id == opening.batch_id
    assert (reserved(opening), Piece.objects.count(), Batch.objects.count()) == (95_000, 10, 1)


def test_many_pieces_are_made_in_steps() -> None:
    badge = make_benefit("badge", price_minor=1)
    opening = publish(drafted(benefit=badge, stock=0, pieces=CHUNK + 10))
    job = Job.objects.get(name="benefits.prepare_opening", subject_id=opening.id)
    assert (opening.state, reserved(opening), Piece.objects.count()) == ("preparing", CHUNK + 10, 0)
    run_job(job.id)
    opening.refresh_from_db()
    job.refresh_from_db()
    assert (opening.state, Piece.objects.count(), job.percent) == ("published", CHUNK + 10, 100)


def test_a_job_that_gave_up_is_queued_again() -> None:
    opening = publish(drafted(benefit=make_benefit("badge", price_minor=0), stock=0, pieces=CHUNK + 1))
    Job.objects.update(state="failed")
    resume_opening(opening_id=opening.id, by=OPERATOR, at=NOW)
    run_job(Job.objects.get(state="queued").id)
    opening.refresh_from_db()
    assert opening.state == "published"


def test_nothing_is_resumed_that_stands() -> None:
    with pytest.raises(NotLive):
        resume_opening(opening_id=opened().id, by=OPERATOR, at=NOW)


def test_a_job_that_comes_late_makes_nothing_for_a_closed_opening() -> None:
    opening = publish(drafted(benefit=make_benefit("badge", price_minor=1), stock=0, pieces=CHUNK + 1))
    close_opening(opening_id=opening.id, by=OPERATOR, at=NOW)
    run_job(Job.objects.get(subject_id=opening.id).id)
    assert (Piece.objects.count(), reserved(opening)) == (0, 0)


def test_more_pieces_than_codes_are_refused_and_nothing_is_written() -> None:
    opening = drafted(stock=9, pieces=10)
    with pytest.raises(StockTooSmall) as refused:
        publish(opening)
    assert (refused.value.facts["needed"], refused.value.facts["free"]) == (10, 9)
    opening.refresh_from_db()
    assert (opening.state, reserved(opening), Piece.objects.count(), Batch.objects.count()) == ("draft", 0, 0, 0)


def test_codes_that_expire_before_the_end_do_not_count() -> None:
    benefit = make_benefit("code")
    stock_of(benefit.product, 10, expires_on=NOW.date())
    with pytest.raises(StockTooSmall):
        publish(drafted(benefit=benefit, stock=0, closes_at=NOW + timedelta(days=3)))


def test_what_another_opening_promised_is_not_promised_again() -> None:
    first = opened(stock=15, pieces=10)
    second = drafted(benefit=first.benefit, stock=0, pieces=6)
    with pytest.raises(StockTooSmall) as refused:
        publish(second)
    assert refused.value.facts["free"] == 5


def test_of_a_bundle_every_part_must_be_there() -> None:
    coffee, card = make_benefit("code"), make_benefit("code")
    stock_of(coffee.product, 10)
    stock_of(card.product, 3)
    with pytest.raises(StockTooSmall) as refused:
        publish(drafted(benefit=make_bundle(coffee, card), stock=0, pieces=4))
    assert refused.value.facts == {"benefit": card.name, "needed": 4, "free": 3}


def test_a_budget_that_does_not_reach_refuses_all_of_it() -> None:
    opening = drafted(budget=make_budget(make_enterprise(), amount=94_999))
    with pytest.raises(BudgetExceeded):
        publish(opening)
    opening.refresh_from_db()
    assert (opening.state, reserved(opening), Piece.objects.count()) == ("draft", 0, 0)


def test_a_budget_in_pieces_pays_a_piece_each() -> None:
    opening = opened(budget=make_budget(make_enterprise(), amount=10, unit="piece"))
    assert (opening.piece_committed, reserved(opening)) == (1, 10)


def test_a_closed_budget_promises_nothing() -> None:
    opening = drafted()
    close_budget(budget_id=opening.budget_id, by=OPERATOR, at=NOW)
    with pytest.raises(BudgetClosed):
        publish(opening)


def test_an_end_that_has_passed_is_refused() -> None:
    with pytest.raises(OpeningOver):
        publish(drafted(opens_at=NOW - 2 * HOUR, closes_at=NOW))


@pytest.mark.parametrize("fields", [{"listed_until": NOW + HOUR}, {"listed_from": NOW + HOUR}, {"currency": "USD"}])
def test_a_benefit_must_be_on_offer_all_the_time(fields: dict[str, Any]) -> None:
    with pytest.raises(NotOffered):
        publish(drafted(benefit=make_benefit("badge", **fields), stock=0))


def test_a_delisted_benefit_is_not_opened() -> None:
    opening = drafted()
    delist_benefit(benefit_id=opening.benefit_id, by=OPERATOR, at=NOW)
    with pytest.raises(NotOffered):
        publish(opening)


def test_terms_must_outlast_the_opening() -> None:
    benefit = make_benefit("badge")
    make_terms(benefit, valid_until=date(2026, 3, 2), valid_days=None)
    with pytest.raises(TermsEndTooEarly):
        publish(drafted(benefit=benefit, stock=0, closes_at=NOW + 15 * HOUR))


def test_only_drafts_are_changed_or_put_away() -> None:
    opening = opened()
    with pytest.raises(NotADraft):
        change_opening(opening.id, plan(opening.benefit, opening.budget, pieces=3), by=OPERATOR, at=NOW)
    with pytest.raises(NotADraft):
        discard_opening(opening_id=opening.id, by=OPERATOR, at=NOW)


def test_a_draft_is_changed_and_put_away() -> None:
    opening = drafted()
    department = make_department(opening.enterprise)
    changed = change_opening(
        opening.id, plan(opening.benefit, opening.budget, pieces=3, department_ids=(department.id,)), by=OPERATOR, at=NOW
    )
    assert (changed.pieces, list(changed.departments.all())) == (3, [department])
    discard_opening(opening_id=opening.id, by=OPERATOR, at=NOW)
    with pytest.raises(NotADraft):
        publish(opening)


def test_nothing_foreign_goes_into_a_plan() -> None:
    budget, own = make_budget(make_enterprise()), make_benefit("badge")
    foreign = make_benefit("badge", enterprise=make_enterprise())
    for benefit, fields in ((foreign, {}), (own, {"department_ids": (make_department(make_enterprise()).id,)})):
        with pytest.raises(NotFound):
            draft_opening(plan(benefit, budget, **fields), by=OPERATOR, at=NOW)
    assert Opening.objects.count() == 0


def test_an_end_before_its_beginning_is_refused() -> None:
    with pytest.raises(ValidationError):
        drafted(closes_at=NOW - HOUR)


def test_another_enterprise_publishes_nothing_of_this_one() -> None:
    with pytest.raises(NotFound):
        publish(drafted(), enterprise_id=make_enterprise().id)


def test_nobody_issues_its_batch_by_hand() -> None:
    batch = opened().batch
    assert batch is not None
    with pytest.raises(NotReady):
        resume_batch(batch_id=batch.id, enterprise_id=batch.enterprise_id, by=OPERATOR, at=NOW)
