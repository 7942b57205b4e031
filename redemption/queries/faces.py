"""What a member sees of a redemption. The code itself is never here: only its last characters."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet, UUIDField

from benefits.queries.faces import FACE_FIELDS, BenefitFace, face_of
from common.clock import day_of
from common.sql import Given, KeptQuery, among
from redemption.models import Redemption
from redemption.rules.using import USABLE
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
    holds_code: bool
    code_tail: str
    expires_on: date | None
    serial: str
    seat_no: int | None
    usable_until: datetime | None
    uses: int
    used_count: int
    used_at: datetime | None
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
        return self.is_delivered and self.holds_code

    @property
    def is_usable(self) -> bool:
        """Something that its holder uses, and so can say that they did."""
        return self.is_delivered and self.kind in USABLE

    @property
    def next_use(self) -> int | None:
        """Which use comes next; none once all are used."""
        return self.used_count + 1 if self.is_usable and self.used_count < self.uses else None

    @property
    def last_use(self) -> date | datetime | None:
        """Until when it can be used: a day (inclusive) or a moment (exclusive), whichever comes first."""
        if self.usable_until is None or self.expires_on is None:
            return self.expires_on or self.usable_until
        return self.expires_on if self.expires_on < self.usable_until.date() else self.usable_until

    def is_over(self, *, zone: str, at: datetime) -> bool:
        """Whether its last day, or its last moment, has passed."""
        last = self.last_use
        if last is None:
            return False
        return at >= last if isinstance(last, datetime) else last < day_of(at, zone)


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
        holds_code=row.code_id is not None,
        code_tail=code.tail if code else "",
        expires_on=code.expires_on if code else None,
        serial=row.serial,
        seat_no=row.seat_no,
        usable_until=row.usable_until,
        uses=row.uses,
        used_count=row.used_count,
        used_at=row.used_at,
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


def _latest() -> QuerySet[Redemption]:
    mine = redemptions_with_faces().filter(among("grant_id", "grants", UUIDField()), member_id=Given("member_id", UUIDField()))
    return mine.order_by("grant_id", "item_no", "-id").distinct("grant_id", "item_no")


_latest_items = KeptQuery(_latest)


def latest_items(grant_ids: Iterable[UUID], member_id: UUID) -> dict[UUID, list[RedemptionFace]]:
    """The newest redemption of each item of each grant, in the order of the items. One query."""
    found: dict[UUID, list[RedemptionFace]] = {}
    for row in _latest_items(grants=list(grant_ids), member_id=member_id):
        found.setdefault(row.grant_id, []).append(redemption_face(row))
    return found


def redemption_for_member(redemption_id: UUID, member_id: UUID) -> RedemptionFace | None:
    """One redemption, if it is this member's."""
    row = redemptions_with_faces().filter(id=redemption_id, member_id=member_id).first()
    return redemption_face(row) if row else None


def successor_of(redemption_id: UUID) -> UUID | None:
    """The redemption that replaced this one, if any did."""
    return Redemption.objects.filter(replaces_id=redemption_id).values_list("id", flat=True).first()
