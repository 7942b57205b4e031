"""Proving the invariants, and keeping the proof for the board."""

import time
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from analytics.models import Proof
from analytics.rules.invariants import INVARIANTS, Invariant
from common.scope import current, vault, within

_MOST_NAMED = 50


@dataclass(frozen=True, slots=True)
class Proven:
    """One invariant and what breaks it: at most 50 ids, and how many there are."""

    invariant: Invariant
    offenders: tuple[str, ...]
    broken_count: int

    @property
    def holds(self) -> bool:
        return self.broken_count == 0


def prove_all(*, at: datetime) -> list[Proven]:
    """
    Check every invariant in one snapshot and keep each result as a ``Proof``.

    One REPEATABLE READ transaction: what is written meanwhile is seen by none of the checks, so that none is half true.
    """
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SET LOCAL statement_timeout = '15min'")
        return [_prove(invariant, at) for invariant in INVARIANTS]


def _prove(invariant: Invariant, at: datetime) -> Proven:
    started = time.monotonic()
    with within(vault() if invariant.asks_vault else current()), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) OVER (), id FROM ({invariant.sql}) AS broken (id) ORDER BY id LIMIT {_MOST_NAMED}")
        rows = cursor.fetchall()
    proven = Proven(invariant, tuple(row[1] for row in rows), rows[0][0] if rows else 0)
    took_ms = int((time.monotonic() - started) * 1000)
    Proof.objects.create(
        invariant=invariant.name, at=at, broken_count=proven.broken_count, offenders=list(proven.offenders), took_ms=took_ms
    )
    return proven
