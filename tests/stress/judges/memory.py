"""The clients' memory against the database: what was acknowledged is there, and each key took effect at most once."""

from collections.abc import Iterable, Iterator
from typing import Any

import psycopg

from tests.stress.acks import Acks, Finding

Judge = psycopg.Connection[tuple[Any, ...]]


def judge_memory(url: str, acks: Acks) -> list[Finding]:
    """What was promised and is not so."""
    with psycopg.connect(url, autocommit=True) as judge:
        return [*_claims(judge, acks), *_grants(judge, acks), *_batches(judge, acks), *_showings(judge, acks), *_others(judge, acks)]


def _claims(judge: Judge, acks: Acks) -> Iterator[Finding]:
    promised = {redemption: grant for grant, made in acks.claims.values() for redemption in made}
    held = dict(_read(judge, "SELECT id::text, grant_id::text FROM redemption_redemption WHERE id = ANY(%s::uuid[])", promised))
    yield from _missing("acknowledged claims are never lost", {r: g for r, g in promised.items() if held.get(r) != g})
    kept = {row[0] for row in _read(judge, "SELECT key FROM common_replay WHERE key = ANY(%s) AND status IS NOT NULL", acks.claims)}
    yield from _missing("an acknowledged key is remembered", [key for key in acks.claims if key not in kept])


def _grants(judge: Judge, acks: Acks) -> Iterator[Finding]:
    serials = {row[0] for row in _read(judge, "SELECT serial FROM benefits_grant WHERE serial = ANY(%s)", acks.grants.values())}
    yield from _missing("acknowledged grants are never lost", [key for key, serial in acks.grants.items() if serial not in serials])
    counted = dict(_read(judge, "SELECT note, count(*) FROM benefits_grant WHERE note = ANY(%s) GROUP BY note", acks.asked_grants))
    yield from _missing("one key, one effect", {note: count for note, count in counted.items() if count > 1})


def _batches(judge: Judge, acks: Acks) -> Iterator[Finding]:
    states = dict(_read(judge, "SELECT id::text, state FROM benefits_batch WHERE id = ANY(%s::uuid[])", acks.batch_rows))
    yield from _missing("acknowledged batches are never lost", [batch for batch in acks.batch_rows if batch not in states])
    yield from _missing("what was confirmed is issued", [b for b in acks.confirmed if states.get(b) not in ("issuing", "done", "undone")])
    unseen = dict(_read(judge, "SELECT id::text, state FROM benefits_batch WHERE id = ANY(%s::uuid[])", acks.unseen))
    yield from _missing("what was not seen is not issued", {b: s for b, s in unseen.items() if s in ("issuing", "done", "undone")})
    yield from _missing("what was taken back stays so", [batch for batch in acks.undone if states.get(batch) != "undone"])
    figures = {
        r[0]: (r[1], r[2])
        for r in _read(judge, "SELECT id::text, reversed_count, kept_count FROM benefits_batch WHERE id = ANY(%s::uuid[])", acks.undone)
    }
    yield from _missing("taken back as was said", {b: f for b, f in acks.undone.items() if figures.get(b) != f})
    rows = dict(
        _read(
            judge,
            "SELECT batch_id::text, count(*) FROM benefits_batchrow WHERE batch_id = ANY(%s::uuid[]) GROUP BY batch_id",
            acks.batch_rows,
        )
    )
    yield from _missing("no row of a batch is lost", {b: n for b, n in acks.batch_rows.items() if rows.get(b) != n})


def _showings(judge: Judge, acks: Acks) -> Iterator[Finding]:
    recorded = dict(
        _read(
            judge,
            "SELECT redemption_id::text, count(*) FROM redemption_reveal WHERE redemption_id = ANY(%s::uuid[]) GROUP BY 1",
            acks.shown,
        )
    )
    yield from _missing("I28 each showing was recorded", [r for r, times in acks.showings.items() if recorded.get(r, 0) < times])


def _others(judge: Judge, acks: Acks) -> Iterator[Finding]:
    known = {row[0] for row in _read(judge, "SELECT external_id FROM members_member WHERE external_id = ANY(%s)", acks.members)}
    yield from _missing("acknowledged members are never lost", acks.members - known)
    taken = dict(_read(judge, "SELECT key, count(*) FROM common_eventkey WHERE key = ANY(%s) GROUP BY key", acks.events))
    yield from _missing("acknowledged events are taken once", [key for key in acks.events if taken.get(key) != 1])
    noted = [row[0] for row in judge.execute("SELECT id FROM common_event WHERE kind = 'stress.noted'").fetchall()]
    yield from _missing("a reader gets each event once", [] if sorted(acks.read) == sorted(noted) else [f"{acks.read} of {noted}"])
    told = {tuple(what.split()) for what in acks.clerk}
    for act, table, states in (
        ("reverse", "redemption_redemption", ("reversed",)),
        ("revoke", "benefits_grant", ("revoked",)),
        ("void", "supply_code", ("void",)),
    ):
        ids = [subject for name, subject in told if name == act]
        now = dict(_read(judge, f"SELECT id::text, state FROM {table} WHERE id = ANY(%s::uuid[])", ids))
        yield from _missing(f"what the operator did stays done: {act}", [i for i in ids if now.get(i) not in states])


def _read(judge: Judge, sql: str, values: Iterable[str]) -> list[tuple[Any, ...]]:
    return judge.execute(sql.encode(), [list(values)]).fetchall()


def _missing(promise: str, broken: Any) -> Iterator[Finding]:
    if broken:
        shown = list(broken.items() if isinstance(broken, dict) else broken)
        yield Finding(promise, f"{len(shown)}: {shown[:4]}")
