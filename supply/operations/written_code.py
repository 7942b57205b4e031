"""Is a code written in a text? Told by its fingerprint alone: nothing is opened."""

from collections.abc import Iterable
from uuid import UUID

from supply.rules.codes import compared, printed
from supply.vault import fingerprint_of_compared, fingerprints_of_codes


def is_code_written_in(text: str, code_ids: Iterable[UUID]) -> bool:
    """
    Whether one of these codes stands in a short text, however it is spaced, dashed or capitalised.

    Every piece of the text is compared, some twenty thousand of 200 characters: it is asked where somebody writes a note, not in a claim.
    """
    wanted = fingerprints_of_codes(code_ids)
    forms = {compared(printed(text, case_sensitive=case_sensitive)) for case_sensitive in (False, True)}
    return any(fingerprint_of_compared(piece) in wanted for form in forms for piece in _pieces(form))


def _pieces(form: str) -> Iterable[str]:
    return {form[start:end] for start in range(len(form)) for end in range(start + 1, len(form) + 1)}
