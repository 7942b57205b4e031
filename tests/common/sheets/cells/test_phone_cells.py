"""Phones: normalised without loss, or refused."""

import datetime

import phonenumbers
import pytest

from common.sheets.cells import as_phone
from common.sheets.cells.phones import _AT_HOME
from common.sheets.refused import CellRefused
from common.sheets.shapes import Cell, Formula, Merged
from tests.common.sheets.cells.refusals import outcome


@pytest.mark.parametrize(
    "cell",
    [
        "13800001111",
        13800001111,
        "13800001111.0",
        "138 0000 1111",
        "138-0000-1111",
        "138\xa00000\u30001111",
        "(138) 0000－1111",
        "１３８00001111",
        "+86 138-0000-1111",
        "＋86（138）00001111",
        "8613800001111",
        "0086 13800001111",
        "013800001111",
        "\t13800001111",
        " 13800001111\t",
    ],
)
def test_every_way_to_write_a_chinese_mobile_is_one_number(cell: Cell) -> None:
    assert as_phone(cell) == "+8613800001111"


def test_numbers_of_other_countries_need_their_country() -> None:
    assert as_phone("+852 6123 4567") == "+85261234567"
    assert outcome(as_phone, "61234567") == "refused: phone_invalid"


@pytest.mark.parametrize(
    "cell",
    [
        "1991371936",
        1991371936,
        "138000011112",
        "12000001111",
        "010-12345678",
        "1.38E+10",
        "1.38E10",
        13800001111.5,
        1.38e19,
        -13800001111,
        "l3800001111",
        "138OOOO1111",
        "¹3800001111",
        "①3800001111",
        "١٣٨٠٠٠٠١١١١",
        "١٣٨٠٠٠٠١١١١.0",
        "Ⅰ3800001111",
        "\u200b13800001111",
        "138\u200d00001111",
        "\u202e13800001111",
        "13800001111/13900001111",
        "13800001111 ext 5",
        "138.0000.1111",
        "86+13800001111",
        "+",
        "电话",
        datetime.date(2026, 11, 1),
    ],
)
def test_what_is_no_certain_mobile_number_is_refused(cell: Cell) -> None:
    assert outcome(as_phone, cell) == "refused: phone_invalid"


@pytest.mark.parametrize("cell", [None, "", "  ", "\u3000"])
def test_a_blank_cell_is_no_phone(cell: Cell) -> None:
    assert as_phone(cell) == ""


def test_formulas_and_merged_cells_are_refused() -> None:
    assert outcome(as_phone, Formula("A1")) == "refused: formula_refused"
    assert outcome(as_phone, Merged("A1:A2")) == "refused: merged_cells"


def test_a_refusal_carries_the_given_text_and_speaks_to_people() -> None:
    with pytest.raises(CellRefused) as caught:
        as_phone("1991371936")
    assert caught.value.facts == {"given": "1991371936"}
    assert caught.value.message == (
        "“1991371936” is not a mobile number. Write all its digits, as in 13800001111; format the cell as text."
    )


def test_the_quick_pattern_says_what_the_library_says() -> None:
    for prefix in range(100, 200):
        number = f"{prefix}00001111"
        at_length = phonenumbers.parse(number, "CN")
        is_mobile = phonenumbers.number_type(at_length) == phonenumbers.PhoneNumberType.MOBILE
        assert bool(_AT_HOME.fullmatch(number)) == is_mobile
