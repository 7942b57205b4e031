"""How to use benefits, and what their kind promises, as it was written when they were given."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from benefits.queries.words import Words
from common.sql import prepared_cursor

Given = tuple[UUID, datetime, UUID | None]
_VERSIONS = """
SELECT benefit_id, id, created_at, instructions, instructions_en, specifics FROM benefits_terms WHERE benefit_id = ANY(%s) ORDER BY version
"""


@dataclass(frozen=True, slots=True)
class Instructions:
    """What one version of terms says in short, and what only its kind promises."""

    words: Words
    specifics: Mapping[str, Any]


_NONE = Instructions(Words(""), {})
# A version of terms is never changed: what was read of one once holds for as long as the process lives.
_known: dict[UUID, Instructions] = {}
_MOST_KNOWN = 10_000


def instructions_at(given: Iterable[Given]) -> dict[Given, Instructions]:
    """
    What each benefit said when it was given; one query for all, and none for versions that were read before.

    A benefit, the moment, and the version that the grant names, if the grant is of this benefit: a part of a bundle goes by the moment.
    """
    wanted = list(given)
    read_before = {key: found for key in wanted if key[2] is not None and (found := _known.get(key[2]))}
    if read_before.keys() == set(wanted):
        return read_before
    if len(_known) > _MOST_KNOWN:
        _known.clear()
    named: dict[UUID, Instructions] = {}
    versions: dict[UUID, list[tuple[datetime, Instructions]]] = {}
    with prepared_cursor() as cursor:
        cursor.execute(_VERSIONS, [list({benefit_id for benefit_id, _at, _terms_id in wanted})])
        for benefit_id, terms_id, created_at, own, english, specifics in cursor.fetchall():
            kept = json.loads(specifics) if isinstance(specifics, str) else specifics
            named[terms_id] = Instructions(Words(own, english), kept)
            versions.setdefault(benefit_id, []).append((created_at, named[terms_id]))
    _known.update(named)
    return {key: named[key[2]] if key[2] in named else _as_of(versions.get(key[0], []), key[1]) for key in wanted}


def _as_of(versions: list[tuple[datetime, Instructions]], at: datetime) -> Instructions:
    known = [found for created_at, found in versions if created_at <= at] or [found for _at, found in versions[:1]]
    return known[-1] if known else _NONE
