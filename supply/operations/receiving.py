"""When a purchase order has received what it asked for."""

from uuid import UUID

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from supply.models import OrderLine, PurchaseOrder
from supply.states import LotState, OrderState


def close_order_if_covered(order_id: UUID) -> bool:
    """
    Mark an order as received once its lots cover every line. The caller has signed.

    Locks    the purchase order.
    """
    order = PurchaseOrder.objects.select_for_update().get(id=order_id)
    came = Coalesce(Sum("lots__received_count", filter=~Q(lots__state=LotState.RECALLED)), 0)
    lines = OrderLine.objects.filter(order=order).annotate(came=came)
    if order.state != OrderState.ORDERED or any(line.came < line.quantity for line in lines):
        return False
    order.state = OrderState.RECEIVED
    order.save(update_fields=["state"])
    return True
