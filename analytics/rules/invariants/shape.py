"""The shape of an invariant, and the queries that several of them share."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Invariant:
    """
    One promise. ``sql`` returns one column of text, an offending id a row.

    ``name`` is stable, for programs; ``sentence`` says the promise in the reader's language. ``asks_vault``: it compares what
    is sealed, and tells nothing of it.
    """

    name: str
    sentence: Promise
    sql: str
    asks_vault: bool = False


def last_event_is_state(noun: str, table: str, *, born: bool = True) -> str:
    """Rows whose state is not what the feed says last. With ``born`` false, a row without any event is as it was made."""
    join = "JOIN" if not born else "LEFT JOIN"
    return f"""
        SELECT t.id::text FROM {table} t {join} LATERAL (
            SELECT after FROM common_event e WHERE e.subject_id = t.id AND e.subject_type = '{noun}' AND e.after <> ''
            ORDER BY e.id DESC LIMIT 1) last ON true
        WHERE last.after IS DISTINCT FROM t.state
    """


def illegal_moves(noun: str, moves: Mapping[Any, Iterable[Any]]) -> str:
    """Events of a noun whose move is not in its table of moves."""
    allowed = ", ".join(f"('{start!s}', '{end!s}')" for start, ends in moves.items() for end in sorted(ends)) or "('', '')"
    return f"""
        SELECT subject_id::text FROM common_event
        WHERE subject_type = '{noun}' AND before <> '' AND (before, after) NOT IN ({allowed})
    """
