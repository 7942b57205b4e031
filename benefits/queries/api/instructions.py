"""How to use benefits, as it was written when they were given."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from benefits.models import Terms
from benefits.queries.words import Words

Given = tuple[UUID, datetime]


def instructions_at(given: Iterable[Given]) -> dict[Given, Words]:
    """The short instructions of each benefit as they stood at a moment; one query for all."""
    pairs = list(given)
    versions: dict[UUID, list[Terms]] = {}
    terms = Terms.objects.filter(benefit_id__in={benefit_id for benefit_id, _at in pairs})
    for row in terms.only("benefit_id", "created_at", "instructions", "instructions_en").order_by("version"):
        versions.setdefault(row.benefit_id, []).append(row)
    return {(benefit_id, at): _words(versions.get(benefit_id, []), at) for benefit_id, at in pairs}


def _words(versions: list[Terms], at: datetime) -> Words:
    known = [row for row in versions if row.created_at <= at] or versions[:1]
    return Words(known[-1].instructions, known[-1].instructions_en) if known else Words("")
