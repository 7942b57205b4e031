"""A batch as the spreadsheet that people take away: the same one, with what became of every row."""

from collections.abc import Iterator

from benefits.models import Batch, BatchRow
from benefits.queries.hr.rows import ResultRow, result_rows
from benefits.rules.grant_columns import GRANT_COLUMNS
from benefits.states import GrantState
from common.sheets.pieces import Piece
from common.sheets.shapes import Column
from members.queries.exports import About

ADDED = ("状态 Status", "原因 Reason", "发放编号 Serial")


class BatchSheet:
    """Every row with its status, its reasons in the reader's language, and its serial."""

    def __init__(self, about: About) -> None:
        assert about.subject_id is not None  # A batch's result is asked for with its batch.
        self._batch = Batch.objects.select_related("budget").get(id=about.subject_id, enterprise_id=about.enterprise_id)
        self._words = {value: str(label) for value, label in BatchRow._meta.get_field("outcome").flatchoices}

    def headers(self) -> list[str]:
        return [*map(_both_headers, GRANT_COLUMNS), *ADDED]

    def piece(self, after: int, limit: int) -> Piece:
        rows = result_rows(self._batch, after=after, limit=limit)
        return Piece([self._cells(row) for row in rows], rows[-1].number if len(rows) == limit else None)

    def _cells(self, row: ResultRow) -> list[str]:
        given = [row.given.get(column.key, "") for column in GRANT_COLUMNS]
        # A grant that was taken back says so.
        status = str(GrantState.REVOKED.label) if row.grant_state == GrantState.REVOKED else self._words[row.outcome]
        return [*given, status, " ".join(_reasons(row)), row.serial]


def _both_headers(column: Column) -> str:
    """``工号 Staff no.``: read by everybody, and understood when the file is uploaded again."""
    english, chinese = column.headers[:2]
    return f"{chinese} {english}"


def _reasons(row: ResultRow) -> Iterator[str]:
    for reason in row.reasons:
        where = f"{reason.column}: " if reason.column else ""
        yield f"{where}{reason.sentence} ({reason.code})"
