"""After a restore: what the witness knows and the tables have forgotten is listed, and settled."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from benefits.operations.grants.set_aside import set_aside_grants
from common.actors import Actor
from common.witness import Entry
from common.witness.comparing import entries_since_marks, unknown_entries
from supply.operations.lost import REASON, adopt_lost_order, void_lost_codes
from supply.operations.witnessed import ISSUED, SENT, SHOWN

# At these a member may have had what they were promised; anything else can be claimed again without harm.
_MAY_BE_HAD = {"succeeded", "processing", "unknown", "no_supplier"}


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What the tables do not know. ``grants`` names the grant behind a redemption where the witness can."""

    issued: tuple[Entry, ...]
    shown: tuple[Entry, ...]
    sent: tuple[Entry, ...]
    grants: dict[str, UUID] = field(repr=False)

    @property
    def count(self) -> int:
        """All of it."""
        return len(self.issued) + len(self.shown) + len(self.sent)


@dataclass(frozen=True, slots=True)
class Settled:
    """What was done: codes voided, grants set aside, and what came of each order."""

    voided: int
    set_aside: int
    orders: Counter[str]


def read_forgotten() -> Forgotten:
    """Look, and change nothing."""
    unknown = unknown_entries()
    grants = {str(e.subject): UUID(e.facts["grant"]) for e in entries_since_marks() if e.kind == "redeemed"}
    return Forgotten(_of(unknown, ISSUED), _of(unknown, SHOWN), _of(unknown, SENT), grants)


def settle_forgotten(forgotten: Forgotten, *, by: Actor, at: datetime) -> Settled:
    """
    Void the codes, ask about the orders, and set aside the grants whose members have had what they were promised.

    A code that was issued and never shown has no victim: it is void, and its member claims anew. Safe to run again: what is
    settled is no longer forgotten.
    """
    voided = void_lost_codes([*forgotten.issued, *forgotten.shown], by=by, at=at)
    had = {grant for entry in forgotten.shown if (grant := _grant_of(entry, forgotten))}
    orders: Counter[str] = Counter()
    for entry in forgotten.sent:
        grant = _grant_of(entry, forgotten)
        finding = adopt_lost_order(entry, grant_id=grant, by=by, at=at)
        orders[finding] += 1
        if grant and finding in _MAY_BE_HAD:
            had.add(grant)
    return Settled(voided, set_aside_grants(had, by=by, at=at, reason=REASON), orders)


def _of(entries: Sequence[Entry], kind: str) -> tuple[Entry, ...]:
    return tuple(entry for entry in entries if entry.kind == kind)


def _grant_of(entry: Entry, forgotten: Forgotten) -> UUID | None:
    return forgotten.grants.get(entry.facts["purpose"])
