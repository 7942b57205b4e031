"""What an enterprise may give: the list from which benefit codes are copied."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from benefits.models import Benefit
from benefits.models.benefit import BenefitKind
from benefits.queries.words import Words
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

    @property
    def kind_label(self) -> str:
        return str(BenefitKind(self.kind).label)


def benefits_offered(enterprise_id: UUID, at: datetime) -> list[Offered]:
    """The benefits that a row of a spreadsheet may name now, the enterprise's own ones first. One query."""
    listed = (
        Q(state=BenefitState.LISTED)
        & (Q(enterprise=None) | Q(enterprise_id=enterprise_id))
        & (Q(listed_from=None) | Q(listed_from__lte=at))
        & (Q(listed_until=None) | Q(listed_until__gt=at))
    )
    return [_offered(row) for row in Benefit.objects.filter(listed).order_by("enterprise_id", "code")]


def benefits_known(enterprise_id: UUID) -> list[Offered]:
    """Every benefit that a grant of the enterprise may be of, also those that are no longer offered. One query."""
    rows = Benefit.objects.filter(Q(enterprise=None) | Q(enterprise_id=enterprise_id)).exclude(state=BenefitState.DRAFT).order_by("code")
    return [_offered(row) for row in rows]


def _offered(row: Benefit) -> Offered:
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
    )
