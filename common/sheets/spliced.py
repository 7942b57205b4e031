"""
A long workbook made in pieces: rows are packed some thousand at a time, by whoever comes, and spliced into one file at the end.

Splicing 200,000 rows takes a second or two, where writing them takes half a minute. Every cell is typed as text.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import IO
from xml.sax.saxutils import escape

from xlsxwriter.utility import xl_col_to_name

from common.sheets.archive_out import archive_of, deflated

_LONGEST_TEXT = 32_767
# What XML can't hold is written as spreadsheets write it; what only looks like that, too, so that it is read as it was.
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_HEAD = (
    f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>'
)
_TAIL = "</sheetData></worksheet>"
_AROUND = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    # Two fonts, and the second style is the bold one of the header.
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs></styleSheet>',
}


def packed_rows(rows: Sequence[Sequence[str]], *, before: int) -> bytes:
    """Some rows, packed; ``before`` is how many rows stand between them and the header."""
    return deflated("".join(_row(number, row) for number, row in enumerate(rows, start=before + 2)).encode())


def splice(file: IO[bytes], headers: Sequence[str], pieces: Iterable[bytes]) -> None:
    """Write the workbook of these headers and packed rows."""
    file.writelines(spliced(headers, pieces))


def spliced(headers: Sequence[str], pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The workbook of these headers and packed rows, from its first byte to its last: it can be sent while rows are still being packed."""
    around = ((name, [deflated((_XML + content).encode(), is_last=True)]) for name, content in _AROUND.items())
    return archive_of([*around, ("xl/worksheets/sheet1.xml", _sheet(headers, pieces))])


def _sheet(headers: Sequence[str], pieces: Iterable[bytes]) -> Iterator[bytes]:
    yield deflated((_HEAD + _row(1, headers, style=' s="1"')).encode())
    yield from pieces
    yield deflated(_TAIL.encode(), is_last=True)


def _row(number: int, row: Sequence[str], *, style: str = "") -> str:
    cells = (f'<c r="{xl_col_to_name(place)}{number}"{style} t="inlineStr">{_text(value)}</c>' for place, value in enumerate(row) if value)
    return f'<row r="{number}">{"".join(cells)}</row>'


def _text(value: str) -> str:
    writable = _UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", value[:_LONGEST_TEXT])
    return f'<is><t xml:space="preserve">{escape(writable)}</t></is>'
