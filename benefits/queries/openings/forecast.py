"""What publishing an opening would promise: its cost against the budget, its pieces against the stock."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q

from benefits.models import Benefit, BundlePart, Opening
from benefits.models.benefit import BenefitKind
from benefits.states import OpeningState, PieceState
from common.clock import day_of
from common.ledger import balances_of
from common.money import PIECES
from common.scope import PLATFORM, within
from supply.queries import stock_available

LIVE = (OpeningState.PREPARING, OpeningState.PUBLISHED)


@dataclass(frozen=True, slots=True)
class StockNeed:
    """One product of codes: how many the opening needs, and how many are there that nobody else was promised."""

    benefit: str
    needed: int
    free: int

    @property
    def is_short(self) -> bool:
        return self.needed > self.free


@dataclass(frozen=True, slots=True)
class Forecast:
    """``piece`` and ``total`` are in ``unit``, as is what the budget has ``available``."""

    piece: int
    total: int
    unit: str
    available: int
    stock: list[StockNeed]

    @property
    def left(self) -> int:
        return self.available - self.total

    @property
    def shortest(self) -> StockNeed | None:
        return max((need for need in self.stock if need.is_short), key=lambda need: need.needed - need.free, default=None)


def forecast_of(opening: Opening) -> Forecast:
    """What publishing this draft would promise. Five queries at most."""
    unit = opening.budget.unit
    piece = 1 if unit == PIECES else opening.benefit.price_minor
    available = balances_of("budget", [opening.budget_id])[opening.budget_id].get("available", 0)
    return Forecast(piece, piece * opening.pieces, unit, available, _stock(opening))


def products_of(benefit: Benefit) -> Counter[UUID]:
    """How many codes of which product one piece may take: of a bundle's parts to choose from, each could be chosen."""
    return _products([benefit])[benefit.id]


def _stock(opening: Opening) -> list[StockNeed]:
    wanted = products_of(opening.benefit)
    if not wanted:
        return []
    # Whoever comes last takes a code that must still have its days then.
    there = stock_available(wanted, on=day_of(opening.closes_at, settings.TIME_ZONE))
    promised = _promised(opening)
    names = dict(Benefit.objects.filter(product__in=wanted).order_by("-id").values_list("product_id", "name"))
    return [
        StockNeed(names[product], each * opening.pieces, max(0, there[product] - promised[product])) for product, each in wanted.items()
    ]


@within(PLATFORM)
def _promised(opening: Opening) -> Counter[UUID]:
    """What the other openings may still give away, of any enterprise: the stock is everybody's."""
    others = Opening.objects.filter(state__in=LIVE).exclude(id=opening.id).select_related("benefit")
    taken = Count("piece_rows", filter=Q(piece_rows__state=PieceState.TAKEN))
    open_ones = list(others.annotate(taken=taken))
    needs = _products([other.benefit for other in open_ones])
    promised: Counter[UUID] = Counter()
    for other in open_ones:
        untaken = other.pieces - other.taken
        promised.update({product: each * untaken for product, each in needs[other.benefit_id].items()})
    return promised


def _products(benefits: Iterable[Benefit]) -> dict[UUID, Counter[UUID]]:
    found: dict[UUID, Counter[UUID]] = {benefit.id: Counter() for benefit in benefits}
    for benefit in {benefit.id: benefit for benefit in benefits}.values():
        if benefit.kind == BenefitKind.CODE and benefit.product_id:
            found[benefit.id][benefit.product_id] += 1
    parts = BundlePart.objects.filter(bundle__in=found, benefit__kind=BenefitKind.CODE)
    for bundle, product, quantity in parts.values_list("bundle_id", "benefit__product_id", "quantity"):
        found[bundle][product] += quantity
    return found
