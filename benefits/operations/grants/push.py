"""Benefits that are delivered at once, without a tap: which grants are due."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from benefits.models import Grant
from common.actors import system
from common.feed import note, sign

_DUE = """
UPDATE benefits_grant SET pushed_at = %(at)s WHERE id = ANY (ARRAY(
    SELECT g.id FROM benefits_grant g JOIN benefits_benefit b ON b.id = g.benefit_id AND b.delivery = 'push'
    WHERE g.state = 'claimable' AND g.pushed_at IS NULL AND g.claimable_until > %(at)s
    ORDER BY g.id LIMIT %(limit)s FOR UPDATE OF g SKIP LOCKED))
RETURNING id, member_id
"""


@transaction.atomic
def grants_to_push(*, at: datetime, limit: int = 200) -> list[tuple[UUID, UUID]]:
    """
    Grant and member of what is to be delivered at once, each named one time.

    What can't be delivered (no account bound, out of stock) stays claimable: the member taps when it can be.
    """
    with connection.cursor() as cursor:
        cursor.execute(_DUE, {"at": at, "limit": limit})
        return list(cursor.fetchall())


@transaction.atomic
def say_not_pushed(grant_id: UUID, *, why: str) -> None:
    """Write into the grant's life that it was not delivered at once. ``why`` is the refusal's code."""
    sign(system("push"))
    note("grant.not_pushed", subject=Grant.objects.only("id", "enterprise_id", "member_id").get(id=grant_id), data={"failure": why})
