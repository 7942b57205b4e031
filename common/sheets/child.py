"""
The limited child that opens one workbook: ``python -m common.sheets.child``, the file on stdin, JSON lines on stdout.

It starts without Django, writes no file, and dies alone when a workbook costs more than it may.
"""

import resource
import sys
from collections.abc import Sequence
from io import BytesIO
from typing import Any, BinaryIO

import python_calamine as calamine

from common.sheets.archive import open_entries, unpack
from common.sheets.choice import Opened, choose_sheet
from common.sheets.headers import Header, match_header
from common.sheets.marks import Marks
from common.sheets.parts import Package
from common.sheets.places import are_surely_apart
from common.sheets.shapes import MEGABYTE, Column, Limits, Unfit
from common.sheets.signs import has_signs, uses_style
from common.sheets.values import rows_below
from common.sheets.walker import walk
from common.sheets.wire import from_line, to_line

_BATCH = 1000


def main(given: BinaryIO, answer: BinaryIO) -> None:
    """Read one request, answer with a head, batches of rows and an end, or with a refusal."""
    request = from_line(given.readline())
    limits = Limits(**request["limits"])
    _limit_ourselves(limits)
    columns = [Column(key, tuple(headers), required) for key, headers, required in request["columns"]]
    try:
        _answer(given.read(), columns, limits, request["sheet"], answer)
    except Unfit as unfit:
        answer.write(to_line({"refused": unfit.code, "facts": unfit.facts}))
    except MemoryError:
        facts = {"rows": limits.rows, "megabytes": limits.file_bytes // MEGABYTE}
        answer.write(to_line({"refused": "file_too_big", "facts": facts}))
    except calamine.PasswordError:
        answer.write(to_line({"refused": "file_encrypted", "facts": {}}))
    except calamine.CalamineError:
        answer.write(to_line({"refused": "file_damaged", "facts": {}}))
    except BaseException as error:  # A panic of the reader is no Exception, yet it is about the file.
        # Our log learns the kind alone: a message could quote a cell.
        sys.stderr.write(f"common.sheets.child: {type(error).__name__}\n")
        answer.write(to_line({"refused": "file_damaged", "facts": {}}))


def _answer(content: bytes, columns: Sequence[Column], limits: Limits, named: str | None, answer: BinaryIO) -> None:
    entries = open_entries(content, limits)
    package = Package(content, entries)
    signs = {entry.filename for entry in entries if has_signs(unpack(content, entry), xml=_is_xml(entry.filename))}
    parts = package.sheets()
    workbook = calamine.CalamineWorkbook.from_filelike(BytesIO(content))
    opened = choose_sheet(parts, workbook.get_sheet_by_name, columns=columns, named=named)
    header = match_header(opened.header, columns, limits=limits)
    sheet = opened.part.entry
    formats = package.shown_formats()
    if not uses_style(unpack(content, sheet), formats):
        formats = {}
    is_apart = are_surely_apart(unpack(content, sheet))
    is_walked = formats or sheet.filename in signs or not is_apart
    marks = walk(unpack(content, sheet), formats=formats, watches_values=not is_apart) if is_walked else Marks()
    answer.write(to_line({"sheet": opened.part.name, "columns": header.columns, "unknown": header.unknown}))
    hidden_rows = _write_rows(opened, header, marks, limits, answer)
    notices = {
        "hidden_rows": hidden_rows,
        "hidden_columns": _hidden_columns(header, marks),
        "hidden_sheets": sum(not part.visible for part in parts),
    }
    answer.write(to_line({"end": notices}))


def _write_rows(opened: Opened, header: Header, marks: Marks, limits: Limits, answer: BinaryIO) -> int:
    batch: list[Any] = []
    count = hidden = 0
    for number, cells in rows_below(opened.values, opened.header_row, header.positions, marks):
        count += 1
        hidden += number in marks.hidden_rows
        if count > limits.rows:
            raise Unfit("too_many_rows", rows=limits.rows)
        batch.append((number, *cells))
        if len(batch) == _BATCH:
            answer.write(to_line(batch))
            batch.clear()
    if not count:
        raise Unfit("no_rows")
    answer.write(to_line(batch))
    return hidden


def _hidden_columns(header: Header, marks: Marks) -> int:
    used = [position + 1 for position in header.positions if position is not None]
    return sum(any(first <= column <= last for first, last in marks.hidden_columns) for column in used)


def _is_xml(name: str) -> bool:
    return name.casefold().endswith((".xml", ".rels", ".vml"))


def _limit_ourselves(limits: Limits) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
    sys.stdout.flush()
