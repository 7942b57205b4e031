"""How to use benefits, as it was written when they were given."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from benefits.queries.words import Words
from common.sql import prepared_cursor

Given = tuple[UUID, datetime]
_VERSIONS = """
SELECT benefit_id, created_at, instructions, instructions_en FROM benefits_terms WHERE benefit_id = ANY(%s) ORDER BY version
"""


def instructions_at(given: Iterable[Given]) -> dict[Given, Words]:
    """The short instructions of each benefit as they stood at a moment; one query for all."""
    pairs = list(given)
    versions: dict[UUID, list[tuple[datetime, Words]]] = {}
    with prepared_cursor() as cursor:
        cursor.execute(_VERSIONS, [list({benefit_id for benefit_id, _at in pairs})])
        for benefit_id, created_at, own, english in cursor.fetchall():
            versions.setdefault(benefit_id, []).append((created_at, Words(own, english)))
    return {(benefit_id, at): _words(versions.get(benefit_id, []), at) for benefit_id, at in pairs}


def _words(versions: list[tuple[datetime, Words]], at: datetime) -> Words:
    known = [words for created_at, words in versions if created_at <= at] or [words for _at, words in versions[:1]]
    return known[-1] if known else Words("")
