"""What a parser makes of a cell, as one value: the parsed one, or the code of its refusal."""

from collections.abc import Callable
from typing import Any

from common.sheets.refused import CellRefused


def outcome(parse: Callable[..., Any], *given: Any) -> Any:
    """The value, or ``refused: code``."""
    try:
        return parse(*given)
    except CellRefused as refused:
        return f"refused: {refused.code}"
