"""Suspending a supplier, and resuming it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from common import feed
from common.actors import Actor
from common.refusals import NotFound
from supply.models import Supplier
from supply.states import SupplierState


@transaction.atomic
def suspend_supplier(*, supplier_id: UUID, by: Actor, at: datetime, reason: str = "") -> Supplier:
    """
    Stop buying from a supplier. What it was sent still arrives, and stock that came from it stays; what waits to be sent is not sent.

    Locks    the supplier.
    Replays  a suspended supplier is returned as it is.
    """
    return _move(supplier_id, SupplierState.SUSPENDED, by=by, reason=reason)


@transaction.atomic
def resume_supplier(*, supplier_id: UUID, by: Actor, at: datetime, reason: str = "") -> Supplier:
    """
    Buy from a suspended supplier again, within its contract.

    Locks    the supplier.
    Replays  an active supplier is returned as it is.
    """
    return _move(supplier_id, SupplierState.ACTIVE, by=by, reason=reason)


def _move(supplier_id: UUID, state: SupplierState, *, by: Actor, reason: str) -> Supplier:
    supplier = Supplier.objects.select_for_update().filter(id=supplier_id).first()
    if supplier is None:
        raise NotFound
    if supplier.state != state:
        feed.sign(by, reason)
        supplier.state = state
        supplier.save(update_fields=["state"])
    return supplier
