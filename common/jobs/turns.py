"""
Whose turn it is among the jobs that wait: the enterprise's that was served longest ago, and of its jobs the oldest.

The operators' own jobs, which are of no enterprise, have a turn as one enterprise has.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

# Whoever had no turn within this time counts as one who never had.
REMEMBERED = timedelta(minutes=10)
# ``place``: the first job of every enterprise before the second of any.
_WAITING = """
WITH served AS (
    SELECT enterprise_id, max(served_at) AS at FROM common_job WHERE served_at > %(since)s GROUP BY enterprise_id
), waiting AS (
    SELECT id, enterprise_id, created_at, row_number() OVER (PARTITION BY enterprise_id ORDER BY created_at, id) AS place
    FROM common_job
    WHERE state IN ('queued', 'running') AND (leased_until IS NULL OR leased_until < %(at)s) AND (state = 'running' OR created_at <= %(before)s)
)
SELECT waiting.id, waiting.enterprise_id, served.at
FROM waiting LEFT JOIN served ON served.enterprise_id IS NOT DISTINCT FROM waiting.enterprise_id
ORDER BY place, served.at NULLS FIRST, created_at, id
LIMIT %(most)s
"""
_SERVED = "SELECT max(served_at) FROM common_job WHERE served_at > %(since)s AND enterprise_id IS NOT DISTINCT FROM %(enterprise)s"


@dataclass(frozen=True, slots=True)
class Waiting:
    job_id: UUID
    enterprise_id: UUID | None
    served_at: datetime | None


def jobs_in_turn(at: datetime, *, most: int, queued_before: datetime | None = None) -> list[Waiting]:
    """Jobs that nobody holds, in the order in which they are to be served; the queued ones only if they have been for some time."""
    asked: dict[str, datetime | int] = {"at": at, "since": at - REMEMBERED, "before": queued_before or at, "most": most}
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, asked)
        return [Waiting(*row) for row in cursor.fetchall()]


def turn_before(enterprise_id: UUID | None, at: datetime) -> UUID | None:
    """The job of another enterprise that waits and was served longer ago than this one."""
    served_at = _served_at(enterprise_id, at)
    # Of two enterprises the first jobs stand first; one of the two is another's.
    for other in jobs_in_turn(at, most=2):
        if other.enterprise_id != enterprise_id and served_at and (other.served_at is None or other.served_at < served_at):
            return other.job_id
    return None


def _served_at(enterprise_id: UUID | None, at: datetime) -> datetime | None:
    with connection.cursor() as cursor:
        cursor.execute(_SERVED, {"since": at - REMEMBERED, "enterprise": enterprise_id})
        found: datetime | None = cursor.fetchone()[0]
        return found
