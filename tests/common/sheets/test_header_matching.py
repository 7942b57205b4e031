"""Headers: Chinese or English, any order, spaces and full-width forms ignored."""

import pytest

from common.sheets.headers import fold, has_required, match_header
from common.sheets.shapes import Limits, Unfit
from tests.common.sheets.grants import GRANTS, PAIR

LIMITS = Limits()


@pytest.mark.parametrize("header", ["Staff no.", "STAFF NO", " staff  no. * ", "Ｓｔａｆｆ　Ｎｏ．", "staff_no", "Staff\nno."])
def test_spellings_of_one_header_are_equal(header: str) -> None:
    assert fold(header) == "staffno"


def test_columns_are_found_in_any_order_and_language() -> None:
    header = match_header(["备注", "", "Benefit Code*", " 手机 号 ", "权重"], GRANTS, limits=LIMITS)
    assert header.positions == (None, 3, None, None, None, 2, None, None, None, 0)
    assert header.columns == ("phone", "benefit", "note")
    assert header.unknown == ("权重",)


def test_two_languages_side_by_side_are_one_header() -> None:
    assert match_header(["权益编码 Benefit code", "Phone/手机号"], GRANTS, limits=LIMITS).columns == ("phone", "benefit")


def test_a_repeated_header_is_refused_in_either_language() -> None:
    with pytest.raises(Unfit) as caught:
        match_header(["Key", "编码"], PAIR, limits=LIMITS)
    assert (caught.value.code, caught.value.facts) == ("header_repeated", {"header": "Key", "found": "Key, 编码"})


def test_a_missing_column_is_named_with_what_was_found() -> None:
    with pytest.raises(Unfit) as caught:
        match_header(["Note", "Kye"], PAIR, limits=LIMITS)
    assert (caught.value.code, caught.value.facts) == ("header_missing", {"missing": "Key / 编码", "found": "Note, Kye"})


def test_a_row_that_names_no_column_is_no_header_even_if_none_is_required() -> None:
    assert not has_required(["x"], PAIR[1:])
    assert has_required(["备注"], PAIR[1:])


def test_more_columns_than_the_limit_are_refused() -> None:
    with pytest.raises(Unfit, match="too_many_columns"):
        match_header([f"h{number}" for number in range(257)], PAIR, limits=LIMITS)
