"""The three kinds of spreadsheet that people bring, column by column."""

from dataclasses import dataclass

from benefits.rules.grant_columns import GRANT_COLUMNS
from common.sheets.shapes import Column
from members.rules.roster_columns import COLUMNS as ROSTER_COLUMNS
from supply.rules.intake import COLUMNS as CODE_COLUMNS
from tests.hostile.sheets import cells, codes


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its columns, what grows in each, and which of them must be there for a row to say anything."""

    name: str
    columns: tuple[Column, ...]
    makers: dict[str, cells.Maker]
    never_missing: frozenset[str]
    most_rows: int = 25


GRANTS = Kind(
    "grants",
    GRANT_COLUMNS,
    {
        "staff_no": cells.key,
        "phone": cells.phone,
        "email": cells.mail,
        "name": cells.name,
        "department": cells.department,
        "benefit_code": cells.one_of(
            {"ecard-100": "ecard-100", "ｅｃａｒｄ－１００": "ecard-100", " 00042 ": "00042"}, ["42", "", "ECARD-100", "ecard\u200b-100"]
        ),
        "quantity": cells.quantity,
        "valid_from": cells.day_between(2031, 2039),
        "valid_until": cells.day_between(2041, 2099),
        "note": cells.words,
    },
    frozenset({"phone", "name", "benefit_code"}),
    most_rows=8,  # Each of them makes somebody new.
)
ROSTER = Kind(
    "roster",
    ROSTER_COLUMNS,
    {
        "staff_no": cells.key,
        "name": cells.name,
        "phone": cells.phone,
        "email": cells.mail,
        "department": cells.department,
        "joined_on": cells.day_between(1950, 2025),
        "birthday": cells.day_between(1905, 2020),
        "region": cells.region,
        "status": cells.one_of({"在职": "active", "ACTIVE": "active", " 离职": "left"}, ["maybe", "在\u200b职", "TRUE", "在 职"]),
    },
    frozenset({"staff_no", "name"}),
)
CODES = Kind(
    "codes",
    CODE_COLUMNS,
    {"code": codes.code, "card_no": codes.card_no, "expires_on": cells.day_between(2031, 2150)},
    frozenset({"code"}),
)
KINDS = (GRANTS, ROSTER, CODES)
