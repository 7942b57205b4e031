"""Taking a piece: the first who comes has the first, and nobody waits for anybody else's."""

import secrets
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from benefits.queries.openings.standing import Asked, Ground, ground_of
from benefits.rules.openings import SoldOut, claimable_until, refuse_unless_takeable
from common.actors import Actor
from common.feed import sign
from common.ids import new_id, new_serial
from common.refusals import NotFound, StillBusy
from common.sql import prepared_cursor


@dataclass(frozen=True, slots=True)
class TakenPiece:
    """The grant that a piece became, and its number in the order of arrival."""

    grant_id: UUID
    number: int


# The number is drawn for the row that is being locked: who was answered before another asked has the lower one. A take that
# is refused later leaves a gap; nobody waits for the number of somebody who may yet fail.
_TAKE = """
WITH taken AS (
    UPDATE benefits_piece SET state = 'taken', number = nextval('benefits_piece_number'), member_id = %(member)s, grant_id = %(grant)s,
        device_print = %(device)s, taken_at = %(at)s
    WHERE id = (SELECT id FROM benefits_piece WHERE opening_id = %(opening)s AND state = 'free' AND shuffle {side} %(drawn)s
                ORDER BY shuffle LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING opening_id, number),
granted AS (
    INSERT INTO benefits_grant (id, serial, enterprise_id, member_id, benefit_id, terms_id, budget_id, batch_id, state, quantity, committed,
        claimable_from, claimable_until, note, why, created_at)
    SELECT %(grant)s::uuid, %(serial)s::text, o.enterprise_id, %(member)s::uuid, o.benefit_id, o.terms_id, o.budget_id, o.batch_id,
        'claimable', 1, o.piece_committed, %(at)s::timestamptz, %(until)s::timestamptz, '', o.name, %(at)s::timestamptz
    FROM taken JOIN benefits_opening o ON o.id = taken.opening_id)
SELECT number FROM taken
"""
_IS_ANY_FREE = "SELECT EXISTS (SELECT 1 FROM benefits_piece WHERE opening_id = %(opening)s AND state = 'free')"
_HOLD = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
_LOWEST = -(2**31)
# Whoever loses is told so within a second.
_WAIT_SECONDS = 0.6
_PAUSE_SECONDS = 0.02


def refuse_at_once(asked: Asked, *, at: datetime) -> None:
    """
    The answer for whoever is too late, too early or has theirs already: one indexed query, no lock, nothing written.

    :raises NotFound: no such opening for this member.
    :raises AlreadyTaken, OverLimit, OpeningClosed, JoinedAfterFreeze, NotOpenYet, SoldOut, DeviceMissing: see the rules.
    """
    _decided(asked, at)


@transaction.atomic
def take_piece(asked: Asked, *, by: Actor, at: datetime) -> TakenPiece:
    """
    Take one piece and make it a grant of the member's, claimable now. Its budget was reserved when the opening was published.

    Locks    (opening, member) and (opening, device), so that caps hold; then one free piece, passing over those that others hold.

    :raises SoldOut: no piece is free, seen without passing over anything.
    :raises StillBusy: others held the last pieces for more than half a second without deciding.
    :raises NotFound, AlreadyTaken, OverLimit, OpeningClosed, JoinedAfterFreeze, NotOpenYet, DeviceMissing: see the rules; nothing is written.
    Source   docs/guides/operators.md
    """
    _hold(asked)
    ground = _decided(asked, at)
    sign(by)
    facts = _facts(asked, ground, at)
    give_up_at = time.monotonic() + _WAIT_SECONDS
    number = _take(facts)
    while number is None:
        if not _is_any_free(facts):
            _decided(asked, at)  # Gone because it was closed this moment, or because it is sold out.
            raise SoldOut
        if time.monotonic() > give_up_at:
            raise StillBusy(retry_after=1)
        time.sleep(_PAUSE_SECONDS * (1 + secrets.randbelow(100) / 100))
        number = _take(facts)
    return TakenPiece(facts["grant"], number)


def _hold(asked: Asked) -> None:
    """Two taps of one member, and two members on one device, are counted one after the other."""
    with prepared_cursor() as cursor:
        cursor.execute(_HOLD, [f"opening:{asked.opening_id}:member:{asked.member_id}"])
        if asked.device is not None:
            cursor.execute(_HOLD, [f"opening:{asked.opening_id}:device:{asked.device.hex()}"])


def _decided(asked: Asked, at: datetime) -> Ground:
    ground = ground_of(asked, at=at)
    if ground is None:
        raise NotFound
    refuse_unless_takeable(ground.standing, has_device=asked.device is not None, at=at)
    return ground


def _facts(asked: Asked, ground: Ground, at: datetime) -> dict[str, Any]:
    until = claimable_until(valid_days=ground.valid_days, valid_until=ground.valid_until, zone=ground.time_zone, at=at)
    return {
        "opening": asked.opening_id,
        "member": asked.member_id,
        "device": asked.device,
        "grant": new_id(),
        "serial": new_serial("G"),
        "until": until,
        "at": at,
        "drawn": secrets.randbits(32) + _LOWEST,
    }


def _take(facts: dict[str, Any]) -> int | None:
    for side in (">=", "<"):
        with prepared_cursor() as cursor:
            cursor.execute(_TAKE.format(side=side), facts)
            row = cursor.fetchone()
        if row is not None:
            return int(row[0])
    return None


def _is_any_free(facts: dict[str, Any]) -> bool:
    with prepared_cursor() as cursor:
        cursor.execute(_IS_ANY_FREE, facts)
        return bool(cursor.fetchone()[0])
