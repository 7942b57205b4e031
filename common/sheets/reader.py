"""The door for files that people bring: bytes in, rows with the columns asked for out, or a refusal that helps."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from common.sheets.preflight import Kind, recognise
from common.sheets.refused import FileRefused
from common.sheets.shapes import Column, Limits, Unfit
from common.sheets.sheet import Row, Sheet
from common.sheets.text import Layouts, read_text
from common.sheets.workbook import open_workbook


@contextmanager
def open_sheet(
    content: bytes,
    *,
    name: str,
    columns: Sequence[Column],
    limits: Limits | None = None,
    sheet: str | None = None,
    encoding: str | None = None,
) -> Iterator[tuple[Sheet, Iterator[Row]]]:
    """
    Read an .xlsx or .csv file, whatever its name says, keeping what the person sees in every cell.

    The sheet without its rows; and the rows, once, as they are being read. Of a workbook the sheet's warnings are known after
    the last row, and so is whether there is a refusal.

    Rows      every row below the header that is not blank, numbered as the spreadsheet shows them (a text file: by line).
    Choices   ``sheet`` names one of several sheets; ``encoding`` is what the person confirmed.

    :raises FileRefused: the file can't be read, also from among the rows; ``facts["name"]`` is its name.
    """
    with _refusing(name):
        kind = recognise(content, limits := limits or Limits())
        if kind is Kind.WORKBOOK:
            with open_workbook(content, columns=columns, limits=limits, sheet=sheet) as opened:
                yield opened
        else:
            text = read_text(content, columns=columns, limits=limits, encoding=encoding)
            yield text, iter(text.rows)


def read_sheet(
    content: bytes,
    *,
    name: str,
    columns: Sequence[Column],
    limits: Limits | None = None,
    sheet: str | None = None,
    encoding: str | None = None,
) -> Sheet:
    """
    Read a file as ``open_sheet`` does, to its last row.

    :raises FileRefused: the file can't be read; ``facts["name"]`` is its name.
    """
    with open_sheet(content, name=name, columns=columns, limits=limits, sheet=sheet, encoding=encoding) as (read, rows):
        read.rows = list(rows)
    return read


def read_list(
    content: bytes,
    *,
    name: str,
    columns: Sequence[Column],
    layouts: Layouts,
    limits: Limits | None = None,
    sheet: str | None = None,
    encoding: str | None = None,
) -> Sheet:
    """
    Like ``read_sheet``, but a text file may also be a bare list without headers.

    ``layouts`` are the keys of the columns on a line, by how many fields it has: ``[("code",), ("card_no", "code")]``.

    :raises FileRefused: the file can't be read; ``facts["name"]`` is its name.
    """
    with _refusing(name):
        kind = recognise(content, limits := limits or Limits())
        if kind is Kind.WORKBOOK:
            with open_workbook(content, columns=columns, limits=limits, sheet=sheet) as (read, rows):
                read.rows = list(rows)
            return read
        return read_text(content, columns=columns, limits=limits, encoding=encoding, layouts=layouts)


@contextmanager
def _refusing(name: str) -> Iterator[None]:
    try:
        yield
    except Unfit as unfit:
        raise FileRefused(unfit.code, **{"name": name, **unfit.facts}) from unfit
