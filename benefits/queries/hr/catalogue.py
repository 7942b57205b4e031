"""What an enterprise may give: the list from which benefit codes are copied."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from benefits.models import Benefit, Terms
from benefits.models.benefit import BenefitKind
from benefits.queries.specifics import Said, said_of
from benefits.queries.words import Words
from benefits.rules.specifics import specifics_of
from benefits.states import BenefitState


@dataclass(frozen=True, slots=True)
class Offered:
    """One benefit as an enterprise chooses it. What it costs the platform is not here."""

    id: UUID
    code: str
    name: Words
    summary: Words
    kind: str
    price_minor: int
    face_value_minor: int
    currency: str
    is_own: bool
    promises: list[Said]
    seats: int | None

    @property
    def kind_label(self) -> str:
        return str(BenefitKind(self.kind).label)


def benefits_offered(enterprise_id: UUID, at: datetime) -> list[Offered]:
    """The benefits that a row of a spreadsheet may name now, the enterprise's own ones first. Two queries."""
    listed = (
        Q(state=BenefitState.LISTED)
        & (Q(enterprise=None) | Q(enterprise_id=enterprise_id))
        & (Q(listed_from=None) | Q(listed_from__lte=at))
        & (Q(listed_until=None) | Q(listed_until__gt=at))
    )
    return _all_offered(Benefit.objects.filter(listed).order_by("enterprise_id", "code"))


def benefits_known(enterprise_id: UUID) -> list[Offered]:
    """Every benefit that a grant of the enterprise may be of, also those that are no longer offered. Two queries."""
    rows = Benefit.objects.filter(Q(enterprise=None) | Q(enterprise_id=enterprise_id)).exclude(state=BenefitState.DRAFT).order_by("code")
    return _all_offered(rows)


def _all_offered(benefits: QuerySet[Benefit]) -> list[Offered]:
    rows = list(benefits)
    wanted = [row.id for row in rows if specifics_of(row.kind)]
    latest = Terms.objects.filter(benefit_id__in=wanted).order_by("benefit_id", "-version").distinct("benefit_id")
    specifics = dict(latest.values_list("benefit_id", "specifics")) if wanted else {}
    return [_offered(row, specifics.get(row.id, {})) for row in rows]


def _offered(row: Benefit, specifics: dict[str, Any]) -> Offered:
    return Offered(
        id=row.id,
        code=row.code,
        name=Words(row.name, row.name_en),
        summary=Words(row.summary, row.summary_en),
        kind=row.kind,
        price_minor=row.price_minor,
        face_value_minor=row.face_value_minor,
        currency=row.currency,
        is_own=row.enterprise_id is not None,
        promises=said_of(row.kind, specifics, row.currency),
        seats=row.seats,
    )
