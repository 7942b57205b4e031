"""The door for files that people bring: bytes in, rows with the columns asked for out, or a refusal that helps."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from common.sheets.preflight import Kind, recognise
from common.sheets.refused import FileRefused
from common.sheets.shapes import Column, Limits, Unfit
from common.sheets.sheet import Sheet
from common.sheets.text import Layouts, read_text
from common.sheets.workbook import read_workbook


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
    Read an .xlsx or .csv file, whatever its name says, keeping what the person sees in every cell.

    Rows      every row below the header that is not blank, numbered as the spreadsheet shows them (a text file: by line).
    Choices   ``sheet`` names one of several sheets; ``encoding`` is what the person confirmed.

    :raises FileRefused: the file can't be read; ``facts["name"]`` is its name.
    """
    with _refusing(name):
        kind = recognise(content, limits := limits or Limits())
        if kind is Kind.WORKBOOK:
            return read_workbook(content, columns=columns, limits=limits, sheet=sheet)
        return read_text(content, columns=columns, limits=limits, encoding=encoding)


def read_list(
    content: bytes,
    *,
    name: str,
    columns: Sequence[Column],
    layouts: Layouts,
    limits: Limits | None = None,
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
            return read_workbook(content, columns=columns, limits=limits, sheet=None)
        return read_text(content, columns=columns, limits=limits, encoding=encoding, layouts=layouts)


@contextmanager
def _refusing(name: str) -> Iterator[None]:
    try:
        yield
    except Unfit as unfit:
        raise FileRefused(unfit.code, **{"name": name, **unfit.facts}) from unfit
