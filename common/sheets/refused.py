"""The two refusals of this package: a whole file, and one cell."""

from typing import Any

from common.refusals import Refused
from common.sheets.file_reasons import FILE_REASONS
from common.sheets.reasons import CLOSER, REASONS


class FileRefused(Refused):
    """
    The whole file can't be read; no row of it was taken.

    ``code`` is one of ``FILE_REASONS``; ``message`` names the remedy in the reader's language; ``facts`` hold
    what the sentence names (a line, a limit, headers).
    """

    status = 422

    def __init__(self, code: str, **facts: Any) -> None:
        self.code = code  # type: ignore[misc]  # One class for the whole table of reasons.
        self.sentence = FILE_REASONS[code]  # type: ignore[misc]
        super().__init__(**facts)

    @property
    def message(self) -> str:
        """The sentence, in the language that is active now."""
        return self.for_member()


class CellRefused(Refused):
    """
    One cell does not convert without loss and without guess.

    ``code`` is one of ``REASONS``; ``facts["given"]`` is the text that the person wrote.
    """

    status = 422

    def __init__(self, code: str, **facts: Any) -> None:
        self.code = code  # type: ignore[misc]  # One class for the whole table of reasons.
        self.sentence = CLOSER.get((code, facts.get("because", ""))) or REASONS[code]  # type: ignore[misc]
        super().__init__(**facts)

    @property
    def message(self) -> str:
        """The sentence, in the language that is active now."""
        return self.for_member()
