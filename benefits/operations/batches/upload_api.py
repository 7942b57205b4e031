"""A batch that comes over the API: the same rows, the same checks, confirmed by being sent."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from benefits.models import Batch
from benefits.operations.batches.parse import ParsedRow, as_json, as_note, as_pieces, point_to_person
from benefits.operations.batches.stage import stage_rows
from benefits.operations.batches.upload import budget_for
from common.actors import Actor
from common.feed import sign
from common.jobs import start_job
from common.sheets.cells import as_date, as_email, as_key, as_name, as_phone

_long_key = partial(as_key, max_length=128)


@dataclass(frozen=True, slots=True)
class GrantWanted:
    """One grant as a program asks for it. ``person`` holds ``phone``, ``email`` and ``name`` as they were given."""

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
    budget = budget_for(enterprise_id, None)
    batch = Batch.objects.create(
        enterprise=budget.enterprise,
        source="api",
        name=named_by_moment("api", budget.enterprise.time_zone, at),
        budget=budget,
        creates_members=True,
        allows_repeats=True,
        created_by=str(by),
        created_at=at,
        row_count=len(grants),
    )
    stage_rows(batch, rows_wanted(grants), at=at)
    start_job("benefits.check_batch", batch.id, by=by, at=at, enterprise_id=enterprise_id)
    return batch


def named_by_moment(source: str, zone: str, at: datetime) -> str:
    """What a batch is called that nobody named: by the clock that hangs at the enterprise."""
    return f"{source.upper()} {at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"


def rows_wanted(grants: Sequence[GrantWanted]) -> list[ParsedRow]:
    """What is wanted, as rows to be staged."""
    return [_row(number, wanted) for number, wanted in enumerate(grants, start=1)]


def _row(number: int, wanted: GrantWanted) -> ParsedRow:
    """What does not convert becomes a reason of its row: one bad phone among a thousand refuses one grant."""
    row = ParsedRow(number, given=as_json(_shown(wanted)))
    row.staff_no = row.read("staff_no", as_key, wanted.staff_no, "")
    row.external_id = row.read("external_id", _long_key, wanted.external_id, "")
    row.benefit_code = row.read("benefit_code", as_key, wanted.benefit_code, "")
    row.quantity = row.read("quantity", as_pieces, wanted.quantity, None)
    row.valid_from = row.read("valid_from", as_date, wanted.valid_from, None)
    row.valid_until = row.read("valid_until", as_date, wanted.valid_until, None)
    row.note = row.read("note", as_note, wanted.note, "")
    row.reference = row.read("reference", _long_key, wanted.reference, "")
    point_to_person(row, _person(row, wanted.person))
    if row.valid_from and row.valid_until and row.valid_until < row.valid_from:
        row.refuse("valid_until", "until_before_from")
    return row


def _person(row: ParsedRow, person: dict[str, str]) -> dict[str, str]:
    return {
        "phone": row.read("phone", as_phone, person.get("phone"), ""),
        "email": row.read("email", as_email, person.get("email"), ""),
        "name": row.read("name", as_name, person.get("name"), ""),
    }


def _shown(wanted: GrantWanted) -> dict[str, str]:
    """What sentences about the row may quote. It is sealed with the row."""
    return {
        "staff_no": wanted.staff_no,
        "external_id": wanted.external_id,
        **wanted.person,
        "benefit_code": wanted.benefit_code,
        "quantity": str(wanted.quantity),
        "valid_from": str(wanted.valid_from or ""),
        "valid_until": str(wanted.valid_until or ""),
        "note": wanted.note,
        "reference": wanted.reference,
    }
