"""Writing an export in steps: its rows are gathered and packed piece by piece, then spliced into one workbook."""

import os
from collections.abc import Iterator
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import timezone, translation

from common.actors import Actor, system
from common.feed import sign
from common.jobs import Progress
from common.sealed import open_bytes, seal_bytes
from common.sheets.pieces import LongSheet
from common.sheets.spliced import packed_rows, splice
from members.models.export import Export, ExportPart
from members.operations.exports.kinds import sheet_of
from members.queries.exports import About
from members.states import ExportState

PIECE = 2_000
PART_BYTES = 1024 * 1024
ROWS_PURPOSE, FILE_PURPOSE = "members.export.rows", "members.export.file"


def write_some(export_id: UUID, *, at: datetime) -> Progress:
    """
    Gather the next rows, or splice all of them into the file, in the caller's transaction.

    Locks    the export.
    Replays  an export that is ready, has failed or was deleted is left as it is.
    """
    rows = Export.objects.select_for_update(of=("self",)).select_related("enterprise")
    export = rows.filter(id=export_id, state=ExportState.WRITING).first()
    if export is None:
        return Progress(1, 1, is_finished=True)
    with translation.override(export.language), timezone.override(ZoneInfo(export.enterprise.time_zone)):
        sheet = sheet_of(export.kind, About(export.enterprise_id, export.subject_id, bytes(export.wanted)))
        if export.is_gathered:
            _splice(export, sheet, at)
        else:
            _gather(export, sheet)
    return Progress(export.gathered_count, export.row_count, is_finished=export.state == ExportState.READY)


def opened_parts(export: Export, *, is_file: bool) -> Iterator[bytes]:
    """The pieces of an export in their order, one in memory at a time."""
    purpose = FILE_PURPOSE if is_file else ROWS_PURPOSE
    for part_id in list(export.parts.filter(is_file=is_file).order_by("number").values_list("id", flat=True)):
        yield open_bytes(bytes(ExportPart.objects.get(id=part_id).sealed), purpose=purpose)


def fail_export(export_id: UUID, *, problem: str, at: datetime) -> None:
    """Give up an export that can't be written to its end; nothing of it is kept."""
    sign(system("export"), problem)
    export = Export.objects.select_for_update().filter(id=export_id, state=ExportState.WRITING).first()
    if export is None:
        return
    export.state, export.finished_at = ExportState.FAILED, at
    export.save(update_fields=["state", "finished_at"])
    export.parts.all().delete()


def _gather(export: Export, sheet: LongSheet) -> None:
    piece = sheet.piece(export.place, PIECE)
    if piece.rows:
        packed = packed_rows(piece.rows, before=export.gathered_count)
        number = export.parts.count()
        ExportPart.objects.create(export=export, is_file=False, number=number, sealed=seal_bytes(packed, purpose=ROWS_PURPOSE))
    export.gathered_count += len(piece.rows)
    export.is_gathered, export.place = piece.after is None, piece.after or export.place
    export.save(update_fields=["gathered_count", "is_gathered", "place"])


def _splice(export: Export, sheet: LongSheet, at: datetime) -> None:
    with TemporaryFile() as file:
        splice(file, sheet.headers(), opened_parts(export, is_file=False))
        export.byte_count = file.seek(0, os.SEEK_END)
        file.seek(0)
        for number, content in enumerate(_in_parts(file)):
            ExportPart.objects.create(export=export, is_file=True, number=number, sealed=seal_bytes(content, purpose=FILE_PURPOSE))
    export.parts.filter(is_file=False).delete()
    sign(Actor("user", str(export.asked_by_id)))
    export.state, export.finished_at = ExportState.READY, at
    # The list was as long as it was; what it came to is what the file holds.
    export.row_count, export.wanted = export.gathered_count, b""
    export.save(update_fields=["state", "finished_at", "byte_count", "row_count", "wanted"])


def _in_parts(file: IO[bytes]) -> Iterator[bytes]:
    while content := file.read(PART_BYTES):
        yield content
