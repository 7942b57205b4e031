"""The verdict on one line of a supplier's file."""

from datetime import date

import pytest

from common.sheets.shapes import Cell, Formula, Merged
from supply.rules.lines import GoodLine, LineCheck, RefusedLine

TODAY = date(2026, 3, 2)
CODE = "7K2M-9QXD-4H1V-W3PT"
CHECK = LineCheck(pattern="[A-Z0-9]{4}(-[A-Z0-9]{4}){3}", case_sensitive=False, today=TODAY)
ANY = LineCheck(pattern="", case_sensitive=False, today=TODAY)


def test_a_good_line_is_read_as_printed() -> None:
    verdict = CHECK.verdict(7, ("7k2m-9qxd-4h1v-w3pt ", " 0062737464933471", "2027/12/31"))
    assert verdict == GoodLine(7, CODE, "0062737464933471", "7K2M9QXD4H1VW3PT", date(2027, 12, 31))


def test_a_line_without_card_number_and_day_is_good() -> None:
    assert CHECK.verdict(7, (CODE, None, None)) == GoodLine(7, CODE, "", "7K2M9QXD4H1VW3PT", None)


@pytest.mark.parametrize(
    "code", [None, "", "   ", "7K2M-9Q", "7K2M-9QXD-4H1V-W3 T", "7K2M-9QXD-4H1V-W3PT-X", Formula("A1"), Merged("A1:A2"), TODAY]
)
def test_a_code_that_has_not_the_products_form_is_malformed(code: Cell) -> None:
    verdict = CHECK.verdict(7, (code, None, None))
    assert isinstance(verdict, RefusedLine)
    assert verdict.reason == "malformed"


@pytest.mark.parametrize("code", ["", "-", "1.38E+15", "AB\u200bCD", 1234567890123456, "=1+1"])
def test_without_a_pattern_what_can_not_be_a_code_is_still_malformed(code: Cell) -> None:
    assert ANY.verdict(7, (code, None, None)) == RefusedLine(7, "malformed", "")


def test_leading_zeros_are_kept() -> None:
    assert ANY.verdict(7, ("0012345678", None, None)) == GoodLine(7, "0012345678", "", "0012345678", None)


def test_a_long_malformed_code_shows_four_characters_and_a_short_one_none() -> None:
    assert CHECK.verdict(7, ("7K2M9QXD4H1VW3PT", None, None)) == RefusedLine(7, "malformed", "····W3PT")
    assert CHECK.verdict(7, ("7K2M9QXD4H1VW3P", None, None)) == RefusedLine(7, "malformed", "")


@pytest.mark.parametrize("day", ["2027-02-30", "2027-13-01"])
def test_a_day_that_does_not_exist_is_impossible(day: str) -> None:
    assert CHECK.verdict(7, (CODE, None, day)) == RefusedLine(7, "date_impossible", day)


@pytest.mark.parametrize("day", ["03/04/2027", "soon", "7K2M-9QXD-4H1V-W3PT", "123456789012", Formula("TODAY()")])
def test_a_day_that_is_none_is_impossible_and_never_shown(day: Cell) -> None:
    assert CHECK.verdict(7, (CODE, None, day)) == RefusedLine(7, "date_impossible", "")


def test_yesterday_is_expired_and_today_is_not() -> None:
    assert CHECK.verdict(7, (CODE, None, "2026-03-01")) == RefusedLine(7, "expired", "2026-03-01")
    assert CHECK.verdict(7, (CODE, None, "2026-03-02")) == GoodLine(7, CODE, "", "7K2M9QXD4H1VW3PT", TODAY)


def test_a_good_line_never_shows_its_code() -> None:
    assert repr(CHECK.verdict(7, (CODE, None, None))) == "GoodLine(7, ***)"
