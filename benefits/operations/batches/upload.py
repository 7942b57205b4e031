"""Taking a grants spreadsheet: kept sealed, then read and checked by a job."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from benefits.models import Batch, Budget, Import
from benefits.states import BatchState
from common.actors import Actor
from common.feed import sign
from common.jobs import start_job
from common.refusals import NotFound, Refused
from common.sealed import seal_bytes
from common.sheets.preflight import recognise
from common.sheets.refused import FileRefused
from common.sheets.shapes import Limits, Unfit

SEAL_PURPOSE = "benefits.import.content"


class BudgetMissing(Refused):
    code = "budget_missing"
    sentence = exact = _("There is no budget to grant from. Ask the platform to open one.")


class StillChecking(Refused):
    code = "still_checking"
    status = 429
    sentence = exact = _("Several of your files are still being checked. Wait until they are done, then upload this one.")


# One enterprise's files must not keep the others' waiting.
MOST_AT_ONCE = 5


@dataclass(frozen=True, slots=True)
class GrantsFile:
    """An uploaded spreadsheet and what HR chose with it. ``budget_id`` of None is the enterprise's default budget; members read the occasion, or the file's name."""

    enterprise_id: UUID
    file_name: str
    content: bytes
    occasion: str = ""
    budget_id: UUID | None = None
    creates_members: bool = False
    allows_repeats: bool = False
    sheet_name: str = ""
    encoding: str = ""


@transaction.atomic
def upload_grants(file: GrantsFile, *, by: Actor, at: datetime) -> Batch:
    """
    Keep a spreadsheet, sealed, and start the job that checks it. Nothing is granted before ``confirm_batch``.

    :raises FileRefused: by its content this is no spreadsheet that can be read.
    :raises NotFound: the budget is not one of the enterprise's.
    :raises StillChecking: five files of the enterprise are being checked already.
    """
    if Batch.objects.filter(enterprise_id=file.enterprise_id, source="import", state=BatchState.CHECKING).count() >= MOST_AT_ONCE:
        raise StillChecking
    try:
        recognise(file.content, Limits())
    except Unfit as unfit:
        raise FileRefused(unfit.code, **{"name": file.file_name, **unfit.facts}) from unfit
    sign(by)
    batch = Batch.objects.create(
        enterprise_id=file.enterprise_id,
        source="import",
        name=(file.occasion or file.file_name)[:255],
        budget=budget_for(file.enterprise_id, file.budget_id),
        creates_members=file.creates_members,
        allows_repeats=file.allows_repeats,
        created_by=str(by),
        created_at=at,
    )
    Import.objects.create(
        batch=batch,
        file_name=file.file_name[:255],
        file_sha256=hashlib.sha256(file.content).digest(),
        sealed_content=seal_bytes(file.content, purpose=SEAL_PURPOSE),
        sheet_name=file.sheet_name,
        encoding=file.encoding,
    )
    start_job("benefits.check_batch", batch.id, by=by, at=at, enterprise_id=batch.enterprise_id)
    return batch


def budget_for(enterprise_id: UUID, budget_id: UUID | None) -> Budget:
    """
    The named budget of the enterprise with the enterprise itself, or its default one. One query.

    :raises NotFound: the named one is missing, or another enterprise's.
    :raises BudgetMissing: none was named, and the enterprise has no default.
    """
    budgets = Budget.objects.select_related("enterprise").filter(enterprise_id=enterprise_id)
    budget = budgets.filter(id=budget_id).first() if budget_id else budgets.filter(is_default=True).first()
    if budget is None:
        raise NotFound(what="budget") if budget_id else BudgetMissing
    return budget
