"""How a code is read, and how little of it is shown."""

import pytest

from supply.rules.codes import compared, masked, printed, tail_of


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("  ab12-cd34 ", "AB12-CD34"),
        ("ａｂ１２－ｃｄ３４", "AB12-CD34"),
        ("AB12–CD34", "AB12-CD34"),
        ("AB12 CD34", "AB12 CD34"),
    ],
)
def test_the_printed_form_keeps_dashes_and_makes_the_rest_plain(written: str, expected: str) -> None:
    assert printed(written, case_sensitive=False) == expected


def test_the_printed_form_keeps_case_where_it_matters() -> None:
    assert printed("aB12", case_sensitive=True) == "aB12"


def test_the_compared_form_has_neither_dashes_nor_spaces() -> None:
    assert compared("AB12-CD34 EF56") == "AB12CD34EF56"


def test_four_characters_are_shown_when_twelve_stay_hidden() -> None:
    assert (tail_of("A" * 12 + "WXYZ"), masked("A" * 12 + "WXYZ")) == ("WXYZ", "····WXYZ")


def test_nothing_of_a_shorter_code_is_shown() -> None:
    assert (tail_of("A" * 11 + "WXYZ"), masked("A" * 11 + "WXYZ")) == ("", "")
