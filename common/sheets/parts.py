"""The parts of a workbook: its sheets with their files, and which cell styles may change what a number shows."""

from collections.abc import Iterator
from dataclasses import dataclass
from posixpath import normpath
from xml.parsers import expat

from common.sheets.archive import Entry, unpack
from common.sheets.formats import BUILT_IN, is_plain
from common.sheets.shapes import Unfit


@dataclass(frozen=True, slots=True)
class SheetPart:
    """One sheet: its name, whether people see it, and the file that holds its rows."""

    name: str
    visible: bool
    entry: Entry


class Package:
    """A workbook's container, its entries found the way the reader of workbooks finds them."""

    def __init__(self, content: bytes, entries: list[Entry]) -> None:
        self._content = content
        self.entries = {entry.filename.replace("\\", "/").casefold(): entry for entry in entries}

    def sheets(self) -> list[SheetPart]:
        """The sheets, in the order of their tabs. Charts and dialogs are left out."""
        targets = self._targets()
        found = []
        for tag, attributes in self._elements("xl/workbook.xml"):
            if tag != "sheet":
                continue
            entry = targets.get(next((attributes[key] for key in attributes if _local(key) == "id"), ""))
            if entry is not None:
                visible = attributes.get("state", "visible") == "visible"
                found.append(SheetPart(attributes.get("name", ""), visible, entry))
        return found

    def shown_formats(self) -> dict[int, str]:
        """Per cell style, the number format where it may show something else than the number."""
        if "xl/styles.xml" not in self.entries:
            return {}
        codes = dict(BUILT_IN)
        formats: dict[int, str] = {}
        inside, style = False, 0
        for tag, attributes in self._elements("xl/styles.xml"):
            if tag == "numFmt":
                codes[_whole(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
            elif tag in {"cellXfs", "cellStyles", "dxfs"}:
                inside = tag == "cellXfs"
            elif tag == "xf" and inside:
                formats[style] = codes.get(_whole(attributes.get("numFmtId")), "")
                style += 1
        return {place: code for place, code in formats.items() if not is_plain(code)}

    def _targets(self) -> dict[str, Entry]:
        targets: dict[str, Entry] = {}
        for tag, attributes in self._elements("xl/_rels/workbook.xml.rels"):
            if tag != "Relationship" or not attributes.get("Type", "").endswith("/worksheet"):
                continue
            key, target = attributes.get("Id", ""), attributes.get("Target", "").replace("\\", "/")
            path = target.lstrip("/") if target.startswith(("/", "xl/")) else normpath(f"xl/{target}")
            # Only parts with the name of XML are searched for signs.
            if key in targets or path.casefold() not in self.entries or not path.casefold().endswith(".xml"):
                raise Unfit("file_damaged")
            targets[key] = self.entries[path.casefold()]
        return targets

    def _elements(self, name: str) -> Iterator[tuple[str, dict[str, str]]]:
        if name not in self.entries:
            raise Unfit("file_damaged")
        found: list[tuple[str, dict[str, str]]] = []
        parser = safe_parser()
        parser.StartElementHandler = lambda tag, attributes: found.append((_local(tag), attributes))
        for chunk in unpack(self._content, self.entries[name]):
            parse(parser, chunk)
            yield from found
            found.clear()
        parse(parser, b"", final=True)


def safe_parser() -> expat.XMLParserType:
    """An XML parser that refuses a DTD, and with it every entity that could be declared."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def parse(parser: expat.XMLParserType, chunk: bytes, *, final: bool = False) -> None:
    """Feed one chunk, telling damage in our words."""
    try:
        parser.Parse(chunk, final)
    except expat.ExpatError as error:
        raise Unfit("file_damaged") from error


def _refuse_doctype(*_declaration: object) -> None:
    raise Unfit("xml_unsafe")


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]


def _whole(text: str | None) -> int:
    if text is None or not text.isdecimal():
        return -1
    return int(text)
