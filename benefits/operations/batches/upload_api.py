"""A batch that comes over the API: the same rows, the same checks, confirmed by being sent."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from benefits.models import Batch
from benefits.operations.batches.parse import ParsedRow, point_to_person
from benefits.operations.batches.stage import stage_rows
from benefits.operations.batches.upload import budget_for
from common.actors import Actor
from common.feed import sign
from common.jobs import start_job


@dataclass(frozen=True, slots=True)
class GrantWanted:
    """One grant as a program asks for it. ``person`` holds ``phone``, ``email`` and ``name`` in normal form where given."""

    benefit_code: str
    staff_no: str = ""
    external_id: str = ""
    person: dict[str, str] = field(default_factory=dict)
    quantity: int = 1
    valid_from: date | None = None
    valid_until: date | None = None
    note: str = ""
    reference: str = ""


@transaction.atomic
def upload_api_batch(*, enterprise_id: UUID, grants: Sequence[GrantWanted], by: Actor, at: datetime) -> Batch:
    """
    Stage up to 10,000 grants and start the job that checks them and issues the good ones, each row with its own outcome.

    People who are not known yet are created when a phone or mail and a name are given.
    """
    sign(by)
    batch = Batch.objects.create(
        enterprise_id=enterprise_id,
        source="api",
        name=f"API {at:%Y-%m-%d %H:%M}",
        budget=budget_for(enterprise_id, None),
        creates_members=True,
        allows_repeats=True,
        created_by=str(by),
        created_at=at,
        row_count=len(grants),
    )
    stage_wanted(batch, grants)
    start_job("benefits.check_batch", batch.id, by=by, at=at, enterprise_id=enterprise_id)
    return batch


def stage_wanted(batch: Batch | None, grants: Sequence[GrantWanted]) -> list[ParsedRow]:
    """The rows of what is wanted, staged into the batch where there is one."""
    rows = [_row(number, wanted) for number, wanted in enumerate(grants, start=1)]
    if batch is not None:
        stage_rows(batch.id, rows)
    return rows


def _row(number: int, wanted: GrantWanted) -> ParsedRow:
    shown: dict[str, Any] = {"staff_no": wanted.staff_no, "benefit_code": wanted.benefit_code, **wanted.person}
    row = ParsedRow(number, given=json.dumps(shown, ensure_ascii=False))
    row.staff_no, row.external_id, row.benefit_code = wanted.staff_no, wanted.external_id, wanted.benefit_code
    row.quantity, row.valid_from, row.valid_until = wanted.quantity, wanted.valid_from, wanted.valid_until
    row.note, row.reference = wanted.note, wanted.reference
    point_to_person(row, wanted.person)
    if row.valid_from and row.valid_until and row.valid_until < row.valid_from:
        row.refuse("valid_until", "until_before_from")
    return row
