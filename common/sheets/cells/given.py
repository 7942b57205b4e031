"""What every parser asks first: what was written here, and may it be read at all?"""

import datetime
import re
import unicodedata

from common.sheets.refused import CellRefused
from common.sheets.shapes import Cell, Formula, Merged, Moment, Reshaped

Value = str | int | float | datetime.date | Moment

_SHOWN = 120
# Text that a spreadsheet program would compute if it were typed, or opened from CSV; the second in any width. A phone
# begins with +, a note with - or @: those are refused only before a DDE command or a function that reaches outside.
# A tab before bare digits is how other systems keep a spreadsheet from shortening them in CSV.
_NEVER_FIRST = re.compile(r"[|\r]|\t(?![\d\s]*$)")
_COMPUTED = re.compile(
    r"=|[+\-@][^|]*\|.*!|[+\-@]\s*(?:HYPERLINK|WEBSERVICE|IMPORT\w+|CALL|EXEC|REGISTER|RTD|DDE)\s*\(", re.DOTALL | re.IGNORECASE
)
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
# Spreadsheets keep 15 digits of a number and write zeros for the rest.
_MOST_DIGITS = 15


def given(cell: Cell) -> str:
    """The cell as a person may be shown what they wrote, in one line of bounded length."""
    match cell:
        case str():
            if len(cell) <= _SHOWN and cell.isalnum():  # Nearly every text: nothing to fold.
                return cell
            text = cell
        case None:
            text = ""
        case Formula():
            text = cell.text if cell.text.startswith("#") else f"={cell.text}"
        case Merged():
            text = cell.range
        case Moment() | Reshaped():
            text = cell.text
        case datetime.date():
            text = cell.isoformat()
        case _:
            text = str(cell)
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def written(cell: Cell) -> Value | None:
    """
    The cell's own value; ``None`` where it is blank.

    :raises CellRefused: ``formula_refused``, ``merged_cells``, or ``digits_lost`` for a number that the cell shows otherwise.
    """
    if isinstance(cell, str):
        if cell[:1].isalnum():  # Nearly every text. In no form of Unicode does a letter or a digit become a sign.
            return cell
        if not cell.strip():
            return None
        if _NEVER_FIRST.match(cell) or _COMPUTED.match(unicodedata.normalize("NFKC", cell).lstrip()):
            raise CellRefused("formula_refused", given=given(cell))
    elif isinstance(cell, Merged):
        raise CellRefused("merged_cells", given=given(cell))
    elif isinstance(cell, Formula):
        raise CellRefused("formula_refused", given=given(cell))
    elif isinstance(cell, Reshaped):
        raise CellRefused("digits_lost", given=given(cell), because="format")
    return cell


def half_width(text: str) -> str:
    """
    Full-width letters, digits and signs made plain, as an input method leaves them: ``１３８`` is ``138``.

    Not NFKC: that would also turn ``²`` and ``①`` into digits that nobody wrote.
    """
    return text.translate(_HALF_WIDTH)


def digits(number: int | float, code: str = "digits_lost") -> str:
    """
    The digits of a number cell.

    :raises CellRefused: ``code`` where it is no whole number, or has more digits than a spreadsheet keeps.
    """
    if isinstance(number, float) or len(str(abs(number))) > _MOST_DIGITS:
        raise CellRefused(code, given=given(number))
    return str(number)
