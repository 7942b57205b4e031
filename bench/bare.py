"""The claim as bare SQL: what no claim can do without, statement by statement, and nothing of the platform around it."""

import os
import random
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

import psycopg

from bench.ground import Ground
from benefits.models import Benefit
from common.ids import new_id
from supply.models import Lot

_LOCK = "SELECT state, claimable_from, claimable_until FROM benefits_grant WHERE id = %s AND member_id = %s FOR UPDATE"
_TAKE = """
UPDATE supply_code SET state = 'issued', purpose_id = %s, enterprise_id = %s, member_id = %s, issued_at = %s
WHERE id = (SELECT id FROM supply_code WHERE lot_id = %s AND state = 'available' AND shuffle >= %s
            ORDER BY shuffle LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id
"""
_REDEEM = """
INSERT INTO redemption_redemption (id, enterprise_id, member_id, grant_id, benefit_id, code_id, created_at, fulfilled_at,
    item_no, kind, quantity, state, account_masked, failure)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, 1, 'code', 1, 'fulfilled', '', '')
"""
_MARK = "UPDATE benefits_grant SET state = 'claimed', claimed_at = %s WHERE id = %s"


class BareClaims:
    """One connection that claims grants one after the other. psycopg prepares its statements, as it does by itself."""

    def __init__(self, ground: Ground, benefit: Benefit, lot: Lot) -> None:
        # Row security is forced: the owner too says, once for all of its claims, as whom it asks.
        self._connection = psycopg.connect(os.environ["DATABASE_URL"], options="-c app.scope=platform")
        self._enterprise, self._benefit, self._lot = ground.enterprise.id, benefit.id, lot.id

    def __call__(self, grants: Sequence[tuple[UUID, UUID]]) -> None:
        for grant, member in grants:
            self._claim(grant, member)

    def close(self) -> None:
        self._connection.close()

    def _claim(self, grant: UUID, member: UUID) -> None:
        at, redemption = datetime.now(UTC), new_id()
        # Not to the end of the range: a draw above the last code would find none.
        drawn = random.randrange(-(2**31), 2**30)
        with self._connection.transaction(), self._connection.cursor() as cursor:
            cursor.execute(_LOCK, [grant, member])
            cursor.execute(_TAKE, [redemption, self._enterprise, member, at, self._lot, drawn])
            code = cursor.fetchone()
            assert code is not None
            cursor.execute(_REDEEM, [redemption, self._enterprise, member, grant, self._benefit, code[0], at, at])
            cursor.execute(_MARK, [at, grant])
