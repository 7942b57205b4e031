"""The life of one code, from the purchase order on. Who was shown it is redemption's part, and stands on top of this."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from common.feed import TrailEntry, trail_of
from common.refusals import NotFound
from supply.models import Code, Intake


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a code came from: supplier, order, cost a piece, file."""

    supplier_id: UUID
    supplier: str
    order_id: UUID
    order_number: str
    invoice: str
    cost_minor: int
    currency: str
    lot_id: UUID
    lot_number: str
    intake_id: UUID | None
    file_name: str
    brought_by: str
    line_number: int


@dataclass(frozen=True, slots=True)
class CodeLife:
    """One code: what it is, where it came from, whom it was given to, and every move with its time, actor and reason."""

    code_id: UUID
    masked: str
    state: str
    product_id: UUID
    sku: str
    product: str
    expires_on: date | None
    purpose_id: UUID | None
    enterprise_id: UUID | None
    member_id: UUID | None
    origin: Origin
    trail: tuple[TrailEntry, ...]


def life_of_code(code_id: UUID) -> CodeLife:
    """
    Everything supply knows of one code, never its plaintext. Two queries.

    :raises NotFound: there is no such code.
    """
    related = ("product", "lot__intake", "lot__order_line__order__supplier")
    code = Code.objects.select_related(*related).defer(*Code.SEALED, "lot__wrapped_key").filter(id=code_id).first()
    if code is None:
        raise NotFound
    origin = _origin(code)
    subjects = [("order", origin.order_id), ("lot", origin.lot_id), ("code", code.id)]
    if origin.intake_id is not None:
        subjects.append(("intake", origin.intake_id))
    return CodeLife(
        code_id=code.id,
        masked=f"····{code.tail}" if code.tail else "",
        state=code.state,
        product_id=code.product_id,
        sku=code.product.sku,
        product=code.product.name,
        expires_on=code.expires_on,
        purpose_id=code.purpose_id,
        enterprise_id=code.enterprise_id,
        member_id=code.member_id,
        origin=origin,
        trail=tuple(trail_of(subjects)),
    )


def _origin(code: Code) -> Origin:
    lot, line = code.lot, code.lot.order_line
    intake: Intake | None = getattr(lot, "intake", None)  # Absent for a lot whose intake was cleared away.
    return Origin(
        supplier_id=line.order.supplier_id,
        supplier=line.order.supplier.name,
        order_id=line.order_id,
        order_number=line.order.number,
        invoice=line.order.invoice,
        cost_minor=line.cost_minor,
        currency=line.currency,
        lot_id=lot.id,
        lot_number=lot.number,
        intake_id=intake.id if intake else None,
        file_name=intake.called if intake else "",
        brought_by=intake.created_by if intake else "",
        line_number=code.line_number,
    )
