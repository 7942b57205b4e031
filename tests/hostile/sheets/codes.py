"""Cells of a supplier's file: codes and card numbers, with what suppliers' programs make of them."""

import random
import unicodedata

from tests.common.sheets.corpus_cells import BLANK, formula, number, text
from tests.hostile.sheets.cells import NOWHERE, REFUSED, Grown, Medium

_NOT_CODES = [
    "QYTS",
    "1.23E+15",
    "QYTS-0000-0000-0000-1",
    "QYTS\u200b-0000-0000-0001",
    "QYTS-0000-0000-000٣",
    "QYTS_0000_0000_0001",
    "x" * 201,
    "#N/A",
]
_DASHES = ["-", "－", "–", "—", "‐", "\u2212"]


def code(rng: random.Random, medium: Medium, ordinal: int) -> Grown:
    """A code of the form ``QYTS-0000-0000-0007``, another for every ordinal; kept in capitals, its dashes plain."""
    parts = ["QYTS", *(f"{ordinal:012d}"[place : place + 4] for place in (0, 4, 8))]
    if rng.random() < 0.02:
        if medium.is_workbook and rng.random() < 0.5:
            return Grown(rng.choice([formula(rng), number("1234567890123456"), number("1e15")]), REFUSED)
        return Grown(text(rng.choice(NOWHERE + _NOT_CODES)), REFUSED)
    shown = rng.choice(_DASHES).join(parts)
    shown = rng.choice([shown, shown.lower(), f" {shown}", shown.replace("Q", "Ｑ")])
    return Grown(text(shown), "-".join(parts))


def card_no(rng: random.Random, medium: Medium, ordinal: int) -> Grown:
    """A card number with its leading zeros; or none."""
    if rng.random() < 0.2:
        return Grown(BLANK, "")
    if rng.random() < 0.02:
        return Grown(number("12345678901234567890") if medium.is_workbook else text("1.23E+19"), REFUSED)
    if medium.is_workbook and rng.random() < 0.3:
        return Grown(number(f"62{ordinal:013d}", style=5), f"62{ordinal:013d}")
    shown = rng.choice([f"00{ordinal:017d}", f"６２{ordinal:05d}", f"a/{ordinal}"])
    return Grown(text(shown), unicodedata.normalize("NFKC", shown))
