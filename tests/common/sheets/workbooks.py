"""Workbooks written by hand, part by part, so that a test can make what no spreadsheet program would."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"

CONTENT_TYPES = (
    f'<?xml version="1.0" encoding="UTF-8"?><Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
ROOT_RELATIONS = (
    f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
# Formats of our own, from style 7 on; what they show is said beside the tests that use them.
TELLING_FORMATS = ('"G"00000;-0', '[Red]"G"00000', '"G"00000_ ', "0000_);(0000)", "[$-804]0000", "0000;[Red]0000", "00-00", "000-0000-0000")
CONCEALING_FORMATS = ("0,", '"1"', ";;;", "[DBNum1]0", "G00000", "[>5]0;0", "aaaa", "0,000", "[$1-804]?0")
_BEFORE = ("General", "yyyy-mm-dd", "yyyy-mm-dd hh:mm", "000000", "0%", "0.00E+00", '"G"0000')
# Cell styles: 0 plain, 1 a date, 2 a date with time, 3 six digits padded, 4 percent, 5 scientific, 6 with a literal.
_BUILT_IN = {"General": 0, "0%": 9, "0.00E+00": 11}


def styles(*codes: str) -> str:
    """The part with these number formats, one a cell style."""
    named = {code: _BUILT_IN.get(code, 164 + place) for place, code in enumerate(codes)}
    defined = "".join(
        f"<numFmt numFmtId={quoteattr(str(number))} formatCode={quoteattr(code)}/>" for code, number in named.items() if number > 163
    )
    used = "".join(f'<xf numFmtId="{named[code]}"/>' for code in codes)
    return f'<styleSheet xmlns="{MAIN}"><numFmts>{defined}</numFmts><cellXfs>{used}</cellXfs></styleSheet>'


STYLE_OF = {code: place for place, code in enumerate((*_BEFORE, *TELLING_FORMATS, *CONCEALING_FORMATS))}
STYLES = styles(*STYLE_OF)


def text_cell(text: str) -> str:
    """A cell of typed text, its spaces kept."""
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def number_cell(number: str | float, style: int = 0) -> str:
    """A cell of a number, written as given."""
    return f'<c s="{style}"><v>{number}</v></c>'


def row(*cells: str, attributes: str = "") -> str:
    """A row of cells; text that is no XML becomes text cells, and an empty string a gap."""
    written = "".join(cell if cell.startswith("<c") else text_cell(cell) if cell else "<c/>" for cell in cells)
    return f"<row {attributes}>{written}</row>"


def sheet(*rows: str, before: str = "", after: str = "") -> str:
    """A sheet of rows, with XML before and after them."""
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{"".join(rows)}</sheetData>{after}</worksheet>'


def parts(sheets: Mapping[str, str], *, states: Mapping[str, str] | None = None, properties: str = "") -> dict[str, str]:
    """The parts of a workbook by their path. ``states`` hide sheets by name, ``properties`` are ``workbookPr``'s."""
    tabs, relations = [], []
    written = {"[Content_Types].xml": CONTENT_TYPES, "_rels/.rels": ROOT_RELATIONS, "xl/styles.xml": STYLES}
    for place, (name, xml) in enumerate(sheets.items(), start=1):
        state = (states or {}).get(name, "visible")
        tabs.append(f'<sheet name="{escape(name)}" sheetId="{place}" state="{state}" r:id="rId{place}"/>')
        relations.append(f'<Relationship Id="rId{place}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{place}.xml"/>')
        written[f"xl/worksheets/sheet{place}.xml"] = xml
    written["xl/workbook.xml"] = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><workbookPr {properties}/><sheets>{"".join(tabs)}</sheets></workbook>'
    )
    written["xl/_rels/workbook.xml.rels"] = f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(relations)}</Relationships>'
    return written


def packed(written: Mapping[str, str | bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The parts in a zip, which is the same to the byte whenever it is made."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for path, content in written.items():
            archive.writestr(zipfile.ZipInfo(path), content, compression)
    return file.getvalue()


def book(*rows: str, before: str = "", after: str = "", properties: str = "") -> bytes:
    """A workbook with one sheet of rows."""
    return packed(parts({"Sheet1": sheet(*rows, before=before, after=after)}, properties=properties))


def texts(rows: Sequence[Sequence[str]]) -> bytes:
    """A workbook of text cells alone."""
    return book(*(row(*cells) for cells in rows))
