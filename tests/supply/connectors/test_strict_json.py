"""JSON that might mean two things is not read."""

import pytest

from supply.connectors import strict_json as read
from supply.connectors.strict_json import Fields, Unreadable


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"<html></html>",
        b"[]",
        b'"text"',
        b"null",
        b'{"a": 1, "a": 2}',
        b'{"a": {"b": 1, "b": 1}}',
        b'{"a": NaN}',
        b'{"a": -Infinity}',
        b'{"a": 1',
        b'{"a": 1} {"a": 1}',
        b'\xef\xbb\xbf{"a": 1}',
        '{"a": 1}'.encode("utf-16"),
        b'{"a": "\xff"}',
        b'{"a": ' + b"9" * 5000 + b"}",
        b'{"a": ' + b"[" * 100_000,
    ],
)
def test_text_that_is_not_one_clear_object_is_unreadable(raw: bytes) -> None:
    with pytest.raises(Unreadable):
        read.read_object(raw)


def test_the_error_carries_no_text_along() -> None:
    with pytest.raises(Unreadable) as caught:
        read.read_object(b'{"code": "ABCD-EFGH", ')
    assert (str(caught.value), caught.value.__cause__, caught.value.__suppress_context__) == ("not JSON", None, True)


@pytest.mark.parametrize("value", [None, True, 1.0, "1", -1, 10**15 + 1, [1]])
def test_only_a_whole_number_in_range_is_a_number(value: object) -> None:
    with pytest.raises(Unreadable):
        read.whole({"n": value}, "n")


@pytest.mark.parametrize("value", [None, "", 1, "a\nb", "a\x00", "\ud800", "x" * 201, ["a"]])
def test_only_a_line_of_text_is_text(value: object) -> None:
    with pytest.raises(Unreadable):
        read.text({"t": value}, "t")


@pytest.mark.parametrize("value", ["2026-02-30", "20260201", "1/2/2026", 20260201, "2026-02-01T00:00:00Z"])
def test_only_a_possible_date_is_a_date(value: object) -> None:
    with pytest.raises(Unreadable):
        read.day({"d": value}, "d")


@pytest.mark.parametrize("value", ["2026-02-01T08:00:00", "yesterday", 1_700_000_000])
def test_only_a_time_with_its_offset_is_a_time(value: object) -> None:
    with pytest.raises(Unreadable):
        read.moment({"m": value}, "m")


@pytest.mark.parametrize("fields", [{}, {"currency": "cny"}, {"currency": "CNYX"}, {"currency": 1}])
def test_only_three_capitals_are_a_currency(fields: Fields) -> None:
    with pytest.raises(Unreadable):
        read.currency(fields)
