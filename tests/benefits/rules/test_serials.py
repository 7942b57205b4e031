"""Codes drawn by a pattern."""

import pytest

from benefits.rules.serials import DEFAULT_PATTERN, LEAST_BITS, bits_of, drawn, is_shared_pattern


def test_every_place_is_drawn_and_the_rest_stands() -> None:
    assert drawn("CT-##-??!", lambda letters: letters[-1]) == "CT-99-ZZ!"


@pytest.mark.parametrize(("pattern", "is_shared"), [("", False), ("WELCOME", True), ("WELCOME-#", False), ("?", False)])
def test_a_pattern_without_a_place_is_everybodys(pattern: str, is_shared: bool) -> None:
    assert is_shared_pattern(pattern) is is_shared


@pytest.mark.parametrize(
    ("pattern", "is_enough"), [("#" * 10, True), ("#" * 9, False), ("?" * 7, True), ("?" * 6, False), (DEFAULT_PATTERN, True)]
)
def test_a_code_has_to_be_hard_to_guess(pattern: str, is_enough: bool) -> None:
    assert (bits_of(pattern) >= LEAST_BITS) is is_enough
