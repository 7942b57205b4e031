"""Reading a text file: with a header row like a workbook, or as a bare list."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice

from common.sheets.delimited import Record, records, told_delimiter
from common.sheets.encodings import GB18030, Decoded, decode
from common.sheets.headers import Header, is_listed, match_header
from common.sheets.shapes import Cell, Column, Limits, Unfit
from common.sheets.sheet import Row, Sheet

Layouts = Sequence[tuple[str, ...]]
_CHINESE_RUN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff·]+")
_FOREIGN_RUN = re.compile("[^\x00-\x7f]+")
_SAMPLES, _SAMPLE_LENGTH, _SEARCHED = 10, 80, 1000


def read_text(content: bytes, *, columns: Sequence[Column], limits: Limits, encoding: str | None, layouts: Layouts = ()) -> Sheet:
    """
    Read CSV or text. ``layouts`` say which columns a line without any header holds, by how many fields it has.

    A first line that may be a header is read as one: with ``layouts``, any that has other than what codes are made of.

    :raises Unfit: what is wrong, with the line.
    """
    decoded = decode(content, encoding=encoding)
    found = records(decoded.text, told_delimiter(decoded.text, columns))
    first = next(found, None)
    if first is None:
        raise Unfit("file_empty")
    if layouts and is_listed(first.fields, columns):
        header = _listed_header(columns, layouts)
        rows = _listed_rows(chain([first], found), columns, layouts, limits)
    else:
        header = match_header(first.fields, columns, limits=limits)
        rows = _rows(found, header, len(first.fields), limits)
    if not rows:
        raise Unfit("no_rows")
    return Sheet(
        sheet_name="",
        columns=header.columns,
        unknown_columns=header.unknown,
        rows=rows,
        encoding=decoded.encoding,
        needs_confirmation=decoded.is_guess,
        sample=_sample(decoded),
    )


def _rows(found: Iterator[Record], header: Header, width: int, limits: Limits) -> list[Row]:
    rows: list[Row] = []
    for line, fields in found:
        # A comma that was not quoted moves every cell after it: no row of such a line can be believed.
        if len(fields) > width and any(field.strip() for field in fields[width:]):
            raise Unfit("too_many_cells", line=line)
        cells = tuple(_cell(fields, position) for position in header.positions)
        if any(isinstance(cell, str) and not cell.isspace() for cell in cells):
            _append(rows, Row(line, cells), limits)
    return rows


def _listed_header(columns: Sequence[Column], layouts: Layouts) -> Header:
    named = {key for layout in layouts for key in layout}
    return Header(positions=(), columns=tuple(column.key for column in columns if column.key in named), unknown=())


def _listed_rows(found: Iterator[Record], columns: Sequence[Column], layouts: Layouts, limits: Limits) -> list[Row]:
    by_length = {len(layout): layout for layout in layouts}
    rows: list[Row] = []
    for line, fields in found:
        layout = by_length.get(len(fields))
        if layout is None:
            raise Unfit("list_has_no_header", line=line, fields=len(fields))
        values = dict(zip(layout, fields, strict=True))
        _append(rows, Row(line, tuple(values.get(column.key) or None for column in columns)), limits)
    return rows


def _append(rows: list[Row], row: Row, limits: Limits) -> None:
    if len(rows) == limits.rows:
        raise Unfit("too_many_rows", rows=limits.rows)
    rows.append(row)


def _cell(fields: Sequence[str], position: int | None) -> Cell:
    return fields[position] or None if position is not None and position < len(fields) else None


def _sample(decoded: Decoded) -> tuple[str, ...]:
    # Runs of Chinese alone (of what is beyond ASCII, where that was read as UTF-8): they show whether the guess is right, and no part of a code can be among them.
    if not decoded.is_guess:
        return ()
    shown = _CHINESE_RUN if decoded.encoding == GB18030 else _FOREIGN_RUN
    runs = (match[0][:_SAMPLE_LENGTH] for match in islice(shown.finditer(decoded.text), _SEARCHED))
    return tuple(dict.fromkeys(runs))[:_SAMPLES]
