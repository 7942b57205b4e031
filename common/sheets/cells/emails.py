"""Email addresses: one, plain, its domain in lower case."""

import re

from common.sheets.cells.given import given, half_width, written
from common.sheets.refused import CellRefused
from common.sheets.shapes import Cell

_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"(?P<local>{_LOCAL})@(?P<domain>(?:{_LABEL}\.)+(?!\d+$){_LABEL})")
_MOST, _MOST_LOCAL = 254, 64


def as_email(cell: Cell) -> str:
    """
    An email address; full-width forms become plain, the domain lower case, the rest stays.

    :raises CellRefused: ``email_invalid``, ``formula_refused`` or ``merged_cells``.
    """
    value = written(cell)
    if value is None:
        return ""
    text = half_width(value).strip() if isinstance(value, str) else ""
    match = _ADDRESS.fullmatch(text)
    if match is None or len(text) > _MOST or len(match["local"]) > _MOST_LOCAL:
        raise CellRefused("email_invalid", given=given(cell))
    return f"{match['local']}@{match['domain'].lower()}"
