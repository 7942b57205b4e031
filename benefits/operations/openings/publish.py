"""Publishing an opening: everything that it promises is looked at, the whole budget is reserved once, the pieces are made."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from benefits.models import Batch, Benefit, Opening, Terms
from benefits.operations.batches.second_person import is_published_by_two
from benefits.operations.budgets.reserve import refuse_unless_open, reserve
from benefits.operations.openings.plan import NotADraft, locked
from benefits.operations.openings.prepare import begin_preparing
from benefits.queries.openings.forecast import LIVE, Forecast, forecast_of, products_of
from benefits.rules.openings import claimable_until
from benefits.states import BatchState, BenefitState, OpeningState
from common.actors import Actor
from common.feed import sign
from common.money import PIECES
from common.refusals import Refused

_MOMENT = timedelta(microseconds=1)


class OpeningOver(Refused):
    code = "opening_over"
    sentence = exact = _("The opening would be over before anyone could come. Change when it closes.")


class NotOffered(Refused):
    code = "benefit_not_offered"
    sentence = exact = _("This benefit is not on offer for the whole time of the opening, or not in the currency of the budget.")


class TermsEndTooEarly(Refused):
    code = "terms_end_too_early"
    sentence = exact = _("By its terms the benefit ends before the opening does. Let the opening close earlier, or publish new terms.")


class StockTooSmall(Refused):
    code = "stock_too_small"
    sentence = exact = _(
        "%(needed)s of “%(benefit)s” would be promised, but only %(free)s can be given. Open fewer pieces, or wait for stock."
    )


@transaction.atomic
def publish_opening(*, opening_id: UUID, by: Actor, at: datetime, reason: str = "", enterprise_id: UUID | None = None) -> Opening:
    """
    Promise the pieces: reserve the whole budget and make them, at once or by a job. Members see it from then on.

    Locks    the opening, then what it needs of the stock (against other openings), then the enterprise's sum of the day, then the
             budget's accounts.
    Replays  one that was published already is returned as it is.

    :raises NotADraft: it was closed or put away.
    :raises OpeningOver, NotOffered, TermsEndTooEarly: it would promise what can't be kept.
    :raises StockTooSmall: fewer codes can be given than pieces are promised; nothing is written.
    :raises OpeningNeedsSecond: it is more than one person may give in a day, and whoever planned it publishes it.
    :raises BudgetClosed, BudgetExceeded: the budget does not reach for all of it; nothing is written.
    """
    opening = locked(opening_id, enterprise_id)
    if opening.state in LIVE:
        return opening
    if opening.state != OpeningState.DRAFT:
        raise NotADraft
    _refuse_unkeepable(opening, at)
    refuse_unless_open(opening.budget, at)
    forecast = _forecast_against_others(opening)
    is_by_two = is_published_by_two(opening, total=forecast.total, by=by, at=at)
    sign(by, reason)
    _promise(opening, forecast, is_by_two=is_by_two, by=by, at=at)
    begin_preparing(opening, by=by, at=at)
    reserve(opening.budget, forecast.total, key=f"opening:{opening.id}:reserve", at=at)
    return opening


def _refuse_unkeepable(opening: Opening, at: datetime) -> None:
    if opening.closes_at <= at:
        raise OpeningOver
    if not _is_offered(opening.benefit, opening, at):
        raise NotOffered
    terms = _terms_of(opening.benefit).first()
    if terms is None:
        raise NotOffered
    last = opening.closes_at - _MOMENT
    zone = opening.enterprise.time_zone
    if claimable_until(valid_days=terms.valid_days, valid_until=terms.valid_until, zone=zone, at=last) <= last:
        raise TermsEndTooEarly


def _is_offered(benefit: Benefit, opening: Opening, at: datetime) -> bool:
    begun = benefit.listed_from is None or benefit.listed_from <= max(at, opening.opens_at)
    lasts = benefit.listed_until is None or benefit.listed_until >= opening.closes_at
    counts = opening.budget.unit in (PIECES, benefit.currency)
    return benefit.state == BenefitState.LISTED and benefit.enterprise_id in (None, opening.enterprise_id) and begun and lasts and counts


def _terms_of(benefit: Benefit) -> QuerySet[Terms]:
    return benefit.terms.order_by("-version")


def _forecast_against_others(opening: Opening) -> Forecast:
    """Two openings of one product are published one after the other: the second sees what the first has promised."""
    with connection.cursor() as cursor:
        for product in sorted(products_of(opening.benefit)):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"opening.stock:{product}"])
    forecast = forecast_of(opening)
    short = forecast.shortest
    if short is not None:
        raise StockTooSmall(benefit=short.benefit, needed=short.needed, free=short.free)
    return forecast


def _promise(opening: Opening, forecast: Forecast, *, is_by_two: bool, by: Actor, at: datetime) -> None:
    opening.batch = Batch.objects.create(
        enterprise_id=opening.enterprise_id,
        source="opening",
        name=opening.name,
        state=BatchState.ISSUING,
        budget=opening.budget,
        row_count=opening.pieces,
        good_count=opening.pieces,
        committed=forecast.total,
        created_by=opening.created_by,
        confirmed_by=str(by),
        created_at=at,
        confirmed_at=at,
        asked_by=opening.created_by if is_by_two else "",
        asked_at=at if is_by_two else None,
        announced_at=at,  # Whoever takes a piece is there already.
    )
    opening.terms, opening.piece_committed = _terms_of(opening.benefit).first(), forecast.piece
    opening.published_by, opening.published_at = str(by), at
    opening.state = OpeningState.PREPARING
    opening.save()
