"""Why a row is refused, in words: the reasons that were kept beside it, with the text that was given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from common.sheets.reasons import sentence
from common.sheets.shapes import Column
from common.sheets.templates import heading


@dataclass(frozen=True, slots=True)
class Explained:
    """One reason for the reader: over which header, what was given there, and the sentence with its remedy."""

    column: str
    given: str
    code: str
    sentence: str


def explain(reasons: Sequence[Mapping[str, Any]], given: Mapping[str, str], columns: Sequence[Column]) -> list[Explained]:
    """
    Put kept reasons (``{"column", "code", "facts"}``) into the reader's language.

    ``given`` is the row as it was written, by key of the column. A reason about the whole row has no column.
    """
    by_key = {column.key: column for column in columns} if reasons else {}
    return [_explained(reason, given, by_key) for reason in reasons]


def header(column: Column) -> str:
    """The header of a column in the reader's language, without the mark of a required one."""
    return heading(column, language=get_language() or "en").removesuffix(" *")


def _explained(reason: Mapping[str, Any], given: Mapping[str, str], columns: Mapping[str, Column]) -> Explained:
    column, code, facts = reason.get("column", ""), reason["code"], dict(reason.get("facts") or {})
    written = given.get(column, "")
    if not written and column in _WHO:
        # Whoever is not found may have been named by any of these.
        written = next((given[key] for key in _WHO if given.get(key)), "")
    if written:
        facts.setdefault("given", written)
    return Explained(header(columns[column]) if column in columns else "", written, code, sentence(code, facts))


_WHO = ("staff_no", "phone", "email", "name")
