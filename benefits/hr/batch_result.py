"""The download of a batch: the same spreadsheet, with what became of every row."""

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from benefits.hr.batch_page import own_batch
from benefits.operations.exports import BATCH_RESULT
from members.hr.downloads import Wanted, answer_export


@require_GET
def batch_result(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Every row of the batch with its status, its reasons in the reader's language, and its serial."""
    batch = own_batch(request, pk)
    stem, what = batch.name.rsplit(".", 1)[0], _("result")
    return answer_export(request, Wanted(BATCH_RESULT, f"{stem}-{what}.xlsx", batch.row_count, subject_id=batch.id))
