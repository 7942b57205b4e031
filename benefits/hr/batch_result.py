"""The download of a batch: the same spreadsheet, with what became of every row."""

from collections.abc import Iterator
from tempfile import TemporaryFile
from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from benefits.hr.batch_page import own_batch
from benefits.models.batch import BatchRow
from benefits.queries.hr.rows import ResultRow, result_rows
from benefits.rules.grant_columns import GRANT_COLUMNS
from benefits.states import GrantState
from common.sheets.downloads import XLSX, attachment
from common.sheets.shapes import Column
from common.sheets.writer import write_xlsx_to

ADDED = ("状态 Status", "原因 Reason", "发放编号 Serial")


@require_GET
def batch_result(request: HttpRequest, pk: UUID) -> FileResponse:
    """
    Every row of the batch with its status, its reasons in the reader's language, and its serial.

    The workbook is written row by row to a file without a name, then sent from there: 200,000 rows need no memory.
    """
    batch = own_batch(request, pk)
    file = TemporaryFile()  # noqa: SIM115 - the response closes it once it is sent.
    words = {value: str(label) for value, label in BatchRow._meta.get_field("outcome").flatchoices}
    write_xlsx_to(file, [*map(both_headers, GRANT_COLUMNS), *ADDED], (_cells(row, words) for row in result_rows(batch)))
    file.seek(0)
    response = FileResponse(file, content_type=XLSX)
    response["Content-Disposition"] = attachment(f"{batch.name.rsplit('.', 1)[0]}-{_('result')}.xlsx")
    return response


def both_headers(column: Column) -> str:
    """``工号 Staff no.``: read by everybody, and understood when the file is uploaded again."""
    english, chinese = column.headers[:2]
    return f"{chinese} {english}"


def _cells(row: ResultRow, words: dict[str, str]) -> list[str]:
    given = [row.given.get(column.key, "") for column in GRANT_COLUMNS]
    # A grant that was taken back says so.
    status = str(GrantState.REVOKED.label) if row.grant_state == GrantState.REVOKED else words[row.outcome]
    return [*given, status, " ".join(_reasons(row)), row.serial]


def _reasons(row: ResultRow) -> Iterator[str]:
    for reason in row.reasons:
        where = f"{reason.column}: " if reason.column else ""
        yield f"{where}{reason.sentence} ({reason.code})"
