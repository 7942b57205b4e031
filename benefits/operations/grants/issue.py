"""One grant for one member, asked for by a program or by hand: a batch of one row through the same checks."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from benefits.models import Batch, BatchRow, Grant
from benefits.operations.batches.check import run_all_checks
from benefits.operations.batches.issue import begin_issuing, issue_at_once
from benefits.operations.batches.total import total_up
from benefits.operations.batches.upload import budget_for
from benefits.operations.batches.upload_api import GrantWanted, stage_wanted
from common.actors import Actor
from common.feed import sign
from common.refusals import Refused
from common.sheets.reasons import sentence


class RowRefused(Refused):
    """The one row of a single grant was refused; code and sentence are those of the row."""

    def __init__(self, code: str, facts: dict[str, Any]) -> None:
        self.code = code  # type: ignore[misc]  # One class for the whole table of reasons.
        self.row_facts = facts
        super().__init__()

    def for_member(self) -> str:
        return sentence(self.code, self.row_facts)

    def for_staff(self) -> str:
        return self.for_member()


class ReferenceReused(Refused):
    code = "reference_reused"
    sentence: str | Promise = _("This reference was used before for another grant. Use a new one.")  # type: ignore[misc]


@dataclass(frozen=True, slots=True)
class GrantRequest:
    """One grant for one enterprise. ``source`` is ``api`` or ``manual``; ``budget_id`` of None is the default budget."""

    enterprise_id: UUID
    wanted: GrantWanted
    source: str = "api"
    budget_id: UUID | None = None


@transaction.atomic
def issue_grant(request: GrantRequest, *, by: Actor, at: datetime, reason: str = "") -> Grant:
    """
    Issue one grant at once.

    Locks    the budget's accounts, last.
    Replays  the same reference and content returns the first grant.

    :raises RowRefused: what the row was refused for, under the row's reason code.
    :raises ReferenceReused: the reference stands for a grant of other content.
    """
    wanted = request.wanted
    if wanted.reference:
        earlier = Grant.objects.select_for_update().filter(enterprise_id=request.enterprise_id, reference=wanted.reference).first()
        if earlier is not None:
            return _same(earlier, request)
    sign(by, reason)
    batch = Batch.objects.create(
        enterprise_id=request.enterprise_id,
        source=request.source,
        name=reason or (wanted.reference or f"{request.source.upper()} {at:%Y-%m-%d %H:%M}"),
        budget=budget_for(request.enterprise_id, request.budget_id),
        creates_members=bool(wanted.person.get("name")),
        allows_repeats=True,
        created_by=str(by),
        created_at=at,
    )
    stage_wanted(batch, [wanted])
    run_all_checks(batch, at=at)
    row = batch.rows.get()
    if row.outcome == "refused":
        raise RowRefused(row.reasons[0]["code"], {"given": _given(row, wanted), **row.reasons[0]["facts"]})
    total_up(batch)
    begin_issuing(batch, at=at, starts_job=False)
    issue_at_once(batch, at=at)
    return batch.grants.get()


def _given(row: BatchRow, wanted: GrantWanted) -> str:
    column = row.reasons[0]["column"]
    if column == "benefit_code":
        return wanted.benefit_code
    if column == "quantity":
        return str(wanted.quantity)
    if column == "valid_until":
        return str(wanted.valid_until)
    return wanted.staff_no or wanted.external_id or _("this person")


def _same(grant: Grant, request: GrantRequest) -> Grant:
    wanted, row = request.wanted, BatchRow.objects.filter(grant=grant).first()
    asked = (wanted.benefit_code, wanted.quantity, wanted.note, wanted.valid_from, wanted.valid_until)
    if row is None or asked != (row.benefit_code, row.quantity, row.note, row.valid_from, row.valid_until):
        raise ReferenceReused
    again = stage_wanted(None, [wanted])[0]
    named = (again.staff_no, again.external_id, again.phone_print, again.email_print)
    prints = tuple(bytes(p) if p is not None else None for p in (row.phone_print, row.email_print))
    if named != (row.staff_no, row.external_id, *prints):
        raise ReferenceReused
    return grant
