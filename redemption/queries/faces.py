"""What a member sees of a redemption. The code itself is never here: only its last characters."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from benefits.queries.faces import FACE_FIELDS, BenefitFace, face_of
from redemption.models import Redemption
from redemption.states import OPEN, RedemptionState


@dataclass(frozen=True, slots=True)
class RedemptionFace:
    """One item on its way, or delivered. ``expires_on`` is the last day on which its code works."""

    id: UUID
    grant_id: UUID
    item_no: int
    benefit: BenefitFace
    state: str
    quantity: int
    account_masked: str
    code_tail: str
    expires_on: date | None
    failure: str
    created_at: datetime
    confirm_by: datetime | None
    fulfilled_at: datetime | None
    failed_at: datetime | None
    reversed_at: datetime | None

    @property
    def kind(self) -> str:
        return self.benefit.kind

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_delivered(self) -> bool:
        return self.state == RedemptionState.FULFILLED

    @property
    def has_code(self) -> bool:
        return self.is_delivered and self.kind == "code"


def redemption_face(row: Redemption) -> RedemptionFace:
    """The face of one row of ``redemptions_with_faces``."""
    code = row.code
    return RedemptionFace(
        id=row.id,
        grant_id=row.grant_id,
        item_no=row.item_no,
        benefit=face_of(row.benefit),
        state=row.state,
        quantity=row.quantity,
        account_masked=row.account_masked,
        code_tail=code.tail if code else "",
        expires_on=code.expires_on if code else None,
        failure=row.failure,
        created_at=row.created_at,
        confirm_by=row.confirm_by,
        fulfilled_at=row.fulfilled_at,
        failed_at=row.failed_at,
        reversed_at=row.reversed_at,
    )


# What a face shows, and no more: a claim reads it too.
READ = (
    *(field.name for field in Redemption._meta.concrete_fields),
    *(f"benefit__{name}" for name in FACE_FIELDS),
    "code__tail",
    "code__expires_on",
)


def redemptions_with_faces() -> QuerySet[Redemption]:
    """All redemptions with what a face needs. Of a code that is its tail and its day: the ciphertext stays in the database."""
    return Redemption.objects.select_related("benefit__product__brand", "code").only(*READ)


def latest_items(grant_ids: Iterable[UUID], member_id: UUID) -> dict[UUID, list[RedemptionFace]]:
    """The newest redemption of each item of each grant, in the order of the items. One query."""
    rows = redemptions_with_faces().filter(grant_id__in=list(grant_ids), member_id=member_id)
    found: dict[UUID, list[RedemptionFace]] = {}
    for row in rows.order_by("grant_id", "item_no", "-id").distinct("grant_id", "item_no"):
        found.setdefault(row.grant_id, []).append(redemption_face(row))
    return found


def redemption_for_member(redemption_id: UUID, member_id: UUID) -> RedemptionFace | None:
    """One redemption, if it is this member's."""
    row = redemptions_with_faces().filter(id=redemption_id, member_id=member_id).first()
    return redemption_face(row) if row else None


def successor_of(redemption_id: UUID) -> UUID | None:
    """The redemption that replaced this one, if any did."""
    return Redemption.objects.filter(replaces_id=redemption_id).values_list("id", flat=True).first()
