"""What time does to grants: they open, and they expire. In bulk, by state, as often as anyone asks."""

from datetime import datetime

from django.db import connection, transaction

from common.actors import system
from common.feed import sign

_OPEN = """
UPDATE benefits_grant SET state = 'claimable' WHERE id = ANY (ARRAY(
    SELECT id FROM benefits_grant WHERE state = 'scheduled' AND claimable_from <= %(at)s AND claimable_until > %(at)s
    ORDER BY claimable_from LIMIT %(limit)s FOR UPDATE SKIP LOCKED))
"""

# Rows that a claim holds right now are passed over: whoever has the lock decides first, and we come again.
_EXPIRE = """
UPDATE benefits_grant SET state = 'expired', expired_at = %(at)s WHERE id = ANY (ARRAY(
    SELECT id FROM benefits_grant WHERE state IN ('scheduled', 'claimable') AND claimable_until <= %(at)s
    ORDER BY claimable_until LIMIT %(limit)s FOR UPDATE SKIP LOCKED))
"""


def open_grants(*, at: datetime, limit: int = 2000) -> int:
    """Make scheduled grants claimable whose time has come; returns how many."""
    return _run(_OPEN, "opening", at, limit)


def expire_grants(*, at: datetime, limit: int = 2000) -> int:
    """Expire unclaimed grants whose last moment has passed; what they reserved is released by the settlement."""
    return _run(_EXPIRE, "expiry", at, limit)


@transaction.atomic
def _run(statement: str, part: str, at: datetime, limit: int) -> int:
    sign(system(part))
    with connection.cursor() as cursor:
        cursor.execute(statement, {"at": at, "limit": limit})
        return cursor.rowcount
