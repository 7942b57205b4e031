"""Codes that a supplier's API delivered: into an intake of their order line, in the transaction that settles the order."""

import hashlib
from datetime import datetime

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from common.actors import system
from common.refusals import Refused
from common.sheets.sheet import Row
from supply.connectors.base import SupplierOrder
from supply.models import OrderLine, TopUp
from supply.operations.intake.opening import Delivery, open_intake


@sensitive_variables("order", "rows", "delivery")
def bring_in(topup: TopUp, order: SupplierOrder, *, at: datetime) -> bool:
    """
    Open an intake for the codes of a delivered order; False when its line can't take them now.

    The supplier answers the same order again whenever it is asked, so that codes which can't come in now are not lost.
    """
    rows = [
        Row(number, (code.code.reveal(), code.card_no.reveal() if code.card_no else None, code.expires_on))
        for number, code in enumerate(order.codes, start=1)
    ]
    delivery = Delivery(name=topup.reference, content_hash=hashlib.sha256(topup.reference.encode()).digest(), rows=rows)
    line = OrderLine.objects.select_related("product", "order").get(id=topup.purpose_id)
    try:
        with transaction.atomic():
            open_intake(line, delivery, by=system("supplier API"), at=at)
    except Refused:
        return False
    return True
