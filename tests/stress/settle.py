"""Letting the platform come to rest: all that is due ends, or is unknown and attended to."""

import time
from collections.abc import Callable
from contextlib import suppress

import psycopg

# What may not be left over. An unknown top-up with its next query set is at rest: it is asked about until it is known.
OPEN = {
    "jobs": "SELECT count(*) FROM common_job WHERE state IN ('queued', 'running')",
    "batches": "SELECT count(*) FROM benefits_batch WHERE state IN ('checking', 'issuing') AND source <> 'opening'",
    "top-ups": "SELECT count(*) FROM supply_topup WHERE state IN ('created', 'submitting', 'processing')",
    "top-ups due": "SELECT count(*) FROM supply_topup WHERE state = 'unknown' AND next_query_at < now() - interval '10 seconds'",
    "redemptions behind": """SELECT count(*) FROM redemption_redemption r JOIN supply_topup t ON t.id = r.topup_id
        WHERE r.state IN ('pending', 'processing', 'unknown') AND t.state IN ('succeeded', 'failed')""",
    "grants to settle": "SELECT count(*) FROM benefits_grant WHERE settled_at IS NULL AND state IN ('fulfilled', 'used', 'expired', 'revoked')",
}


def settle(url: str, look_after: Callable[[], None], *, seconds: float) -> dict[str, int]:
    """Wait until nothing is open; what still is when the time is over."""
    end = time.monotonic() + seconds
    left = {"everything": 1}
    while left and time.monotonic() < end:
        look_after()
        time.sleep(0.3)
        with suppress(psycopg.Error):
            left = _open(url)
    return left


def _open(url: str) -> dict[str, int]:
    with psycopg.connect(url, connect_timeout=3) as judge:
        counts = {name: judge.execute(sql.encode()).fetchone() for name, sql in OPEN.items()}
    return {name: int(row[0]) for name, row in counts.items() if row and row[0]}
