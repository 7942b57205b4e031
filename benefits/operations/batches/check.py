"""The job that reads a spreadsheet and checks its rows, in steps; each step is one transaction and may be repeated."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import datetime

from django.db import transaction

from benefits.models import Batch, Import
from benefits.operations.batches.checks import CHECKS, run_check
from benefits.operations.batches.issue import begin_issuing
from benefits.operations.batches.parse import parse_row
from benefits.operations.batches.stage import stage_rows
from benefits.operations.batches.total import total_up
from benefits.operations.batches.upload import SEAL_PURPOSE
from benefits.rules.grant_columns import GRANT_COLUMNS
from benefits.states import BatchState
from common import clock
from common.actors import system
from common.failpoints import failpoint
from common.feed import sign
from common.jobs import Progress, steps
from common.jobs.models import Job
from common.refusals import Refused
from common.sealed import open_bytes
from common.sheets.reader import open_sheet
from common.sheets.refused import FileRefused
from common.sheets.sheet import Row, Sheet

STEPS = len(CHECKS) + 2


def fail_batch(job: Job, problem: str) -> None:
    """What becomes of a batch whose job can't go on. The problem is shown to HR as it is."""
    batch = Batch.objects.select_for_update(no_key=True).get(id=job.subject_id)
    if batch.state in (BatchState.CHECKING, BatchState.ISSUING):
        sign(system("batch"), problem)
        batch.state, batch.problem, batch.finished_at = BatchState.FAILED, problem, clock.now()
        batch.save(update_fields=["state", "problem", "finished_at"])


@steps("benefits.check_batch", on_failure=fail_batch)
def check_step(job: Job) -> Progress:
    """One step: read and stage, then one check at a time, then the totals."""
    batch = Batch.objects.select_for_update(of=("self",), no_key=True).select_related("enterprise", "budget").get(id=job.subject_id)
    if batch.state != BatchState.CHECKING:
        return Progress(STEPS, STEPS, is_finished=True)
    if job.done_count == 0:
        _read(batch, at=clock.now())
        failpoint("check.after_reading", batch.id)
        return Progress(1, STEPS, is_finished=batch.state == BatchState.FAILED)
    if job.done_count <= len(CHECKS):
        run_check(CHECKS[job.done_count - 1], batch, at=clock.now())
        return Progress(job.done_count + 1, STEPS, is_finished=False)
    _finish(batch)
    return Progress(STEPS, STEPS, is_finished=True)


def run_all_checks(batch: Batch, *, at: datetime) -> None:
    """All checks at once, for a batch small enough to be answered at once."""
    for check in CHECKS:
        run_check(check, batch, at=at)


def _read(batch: Batch, *, at: datetime) -> None:
    if batch.source == "api":
        return
    kept = batch.sheet
    content = open_bytes(bytes(kept.sealed_content or b""), purpose=SEAL_PURPOSE)
    try:
        # What was staged before the file turned out to be unreadable goes with it.
        with transaction.atomic(), _opened(content, kept) as (sheet, rows):
            batch.row_count = stage_rows(batch, (parse_row(*row) for row in rows), at=at)
    except FileRefused as refused:
        sign(system("batch"), refused.code)
        batch.state, batch.finished_at = BatchState.FAILED, clock.now()
        batch.problem = refused.code
        kept.warnings = [{"code": refused.code, "facts": {k: str(v) for k, v in refused.facts.items()}}]
    else:
        kept.sheet_name, kept.encoding = sheet.sheet_name, sheet.encoding
        kept.unknown_columns, kept.sample = list(sheet.unknown_columns), list(sheet.sample) if sheet.needs_confirmation else []
        kept.warnings = [{"code": notice.code, "count": notice.count} for notice in sheet.warnings]
    kept.sealed_content = None
    kept.save()
    batch.save()


def _opened(content: bytes, kept: Import) -> AbstractContextManager[tuple[Sheet, Iterator[Row]]]:
    sheet, encoding = kept.sheet_name or None, kept.encoding or None
    return open_sheet(content, name=kept.file_name, columns=GRANT_COLUMNS, sheet=sheet, encoding=encoding)


def _finish(batch: Batch) -> None:
    at = clock.now()
    total_up(batch)
    sign(system("batch"))
    if batch.source == "api" and batch.good_count:
        batch.save()
        _begin(batch, at)
        return
    batch.state = BatchState.READY
    if batch.good_count == 0 and batch.source == "api":
        batch.state, batch.finished_at, batch.problem = BatchState.FAILED, at, "nothing_to_grant"
    batch.save()


def _begin(batch: Batch, at: datetime) -> None:
    """Another batch may have taken the rest of the budget since the check: then nothing of this one is granted, and it says why."""
    try:
        with transaction.atomic():
            begin_issuing(batch, at=at)
    except Refused as refused:
        batch.state, batch.finished_at, batch.problem, batch.confirmed_at = BatchState.FAILED, at, refused.code, None
        batch.save()
