"""Bookkeeping of lots that have nothing left to give."""

from datetime import datetime

from django.db import connection, transaction

from common import feed
from common.actors import system

# A reserved code may come back: its lot is not used up yet.
_EXHAUST = """
UPDATE supply_lot l SET state = 'exhausted' WHERE state = 'released' AND NOT EXISTS (
    SELECT 1 FROM supply_code c WHERE c.lot_id = l.id AND c.state IN ('available', 'reserved'))
"""


@transaction.atomic
def exhaust_lots(*, at: datetime) -> int:
    """Mark released lots without a code left as used up, so that claims no longer look into them; returns how many."""
    feed.sign(system("stock"))
    with connection.cursor() as cursor:
        cursor.execute(_EXHAUST)
        return cursor.rowcount
