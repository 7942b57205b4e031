"""One grant for one member, asked for by a program or by hand: a batch of one row through the same checks."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from benefits.models import Batch, BatchRow, Grant
from benefits.operations.batches.check import run_all_checks
from benefits.operations.batches.issue import issue_at_once
from benefits.operations.batches.parse import ParsedRow
from benefits.operations.batches.references import hold_reference
from benefits.operations.batches.stage import stage_rows
from benefits.operations.batches.total import total_up
from benefits.operations.batches.upload import budget_for
from benefits.operations.batches.upload_api import GrantWanted, named_by_moment, rows_wanted
from benefits.queries.row_reasons import RowReason, reasons_of
from common.actors import Actor
from common.failpoints import failpoint
from common.feed import sign
from common.refusals import Refused


class RowRefused(Refused):
    """
    The one row of a single grant was refused. Code and sentence are those of its first reason.

    A person or a benefit that is not there for this enterprise answers like anything else that is not there.
    """

    def __init__(self, reasons: list[RowReason]) -> None:
        first = reasons[0]
        self.code = first.code  # type: ignore[misc]  # One class for the whole table of reasons.
        self.status = 404 if first.code in _MISSING else 409  # type: ignore[misc]
        self.reasons = reasons
        super().__init__(extra={"errors": [asdict(reason) for reason in reasons]})

    def for_member(self) -> str:
        return self.reasons[0].detail

    def for_staff(self) -> str:
        return self.for_member()


_MISSING = {"member_not_found", "unknown_benefit"}


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

    Locks    the reference, the member's limit of the benefit where it has one, the enterprise's people when somebody is made,
             then the budget's accounts, last.
    Replays  the same reference and content returns the first grant.

    :raises RowRefused: what the row was refused for, under the row's reason code.
    :raises ReferenceReused: the reference stands for a grant of other content.
    """
    wanted = request.wanted
    if wanted.reference:
        hold_reference(request.enterprise_id, wanted.reference)
        earlier = Grant.objects.select_for_update().filter(enterprise_id=request.enterprise_id, reference=wanted.reference).first()
        if earlier is not None:
            return _same(earlier, request)
    sign(by, reason)
    budget = budget_for(request.enterprise_id, request.budget_id)
    batch = Batch.objects.create(
        enterprise=budget.enterprise,
        source=request.source,
        name=(reason or wanted.reference or named_by_moment(request.source, budget.enterprise.time_zone, at))[:255],
        budget=budget,
        creates_members=bool(wanted.person.get("name")),
        allows_repeats=True,
        created_by=str(by),
        created_at=at,
    )
    stage_rows(batch, rows_wanted([wanted]), at=at)
    run_all_checks(batch, at=at)
    _refuse_unless(batch, "good")
    total_up(batch)
    issue_at_once(batch, at=at)
    _refuse_unless(batch, "granted")  # A new person may turn out to be somebody else.
    failpoint("grant.before_commit", batch.id)
    return batch.grants.get()


def _refuse_unless(batch: Batch, outcome: str) -> None:
    row = batch.rows.get()
    if row.outcome != outcome:
        raise RowRefused(reasons_of(row, batch.budget.unit if batch.budget else ""))


def _same(grant: Grant, request: GrantRequest) -> Grant:
    row = BatchRow.objects.filter(grant=grant).first()
    again = rows_wanted([request.wanted])[0]
    if row is None or _content(again) != _content(row):
        raise ReferenceReused
    return grant


def _content(row: BatchRow | ParsedRow) -> tuple[object, ...]:
    prints = tuple(bytes(p) if p is not None else None for p in (row.phone_print, row.email_print))
    return (row.staff_no, row.external_id, *prints, row.benefit_code, row.quantity, row.note, row.valid_from, row.valid_until)
