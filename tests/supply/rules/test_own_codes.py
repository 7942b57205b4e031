"""Codes of our own: the check character, and how unlikely a guess is."""

import pytest

from supply.rules.generate import (
    ALPHABET,
    CountRefused,
    LengthRefused,
    grouped,
    guess_chance,
    is_consistent,
    refuse_unless_sound,
    with_check,
)

CODE = with_check("7K2M9QXD4H1VW3P")


def test_a_code_with_its_check_character_is_consistent_however_it_is_typed() -> None:
    assert [is_consistent(typed) for typed in (CODE, grouped(CODE), CODE.lower(), f" {CODE} ")] == [True] * 4


def test_every_single_wrong_character_is_noticed() -> None:
    wrong = [CODE[:at] + letter + CODE[at + 1 :] for at in range(len(CODE)) for letter in ALPHABET if letter != CODE[at]]
    assert not any(map(is_consistent, wrong))


def test_every_exchange_of_two_characters_is_noticed() -> None:
    pairs = [(a, b) for a in range(len(CODE)) for b in range(a) if CODE[a] != CODE[b]]
    exchanged = [CODE[:b] + CODE[a] + CODE[b + 1 : a] + CODE[b] + CODE[a + 1 :] for a, b in pairs]
    assert not any(map(is_consistent, exchanged))


@pytest.mark.parametrize("typed", ["", "7", "7K2M-9QXD-4H1V-W3P!", "ILOU"])
def test_what_is_no_code_is_not_consistent(typed: str) -> None:
    assert is_consistent(typed) is False


def test_a_code_is_printed_in_groups_of_four() -> None:
    assert grouped("7K2M9QXD4H1VW") == "7K2M-9QXD-4H1V-W"


def test_the_chance_of_a_guess_counts_the_random_characters_alone() -> None:
    assert (guess_chance(1, 13), guess_chance(1024, 3), guess_chance(5000, 3)) == (2**-60, 1.0, 1.0)


@pytest.mark.parametrize("length", [12, 33])
def test_a_code_that_could_be_guessed_or_not_be_typed_is_refused(length: int) -> None:
    with pytest.raises(LengthRefused):
        refuse_unless_sound(count=1, length=length)


@pytest.mark.parametrize("count", [0, -1, 1_000_001])
def test_a_senseless_count_is_refused(count: int) -> None:
    with pytest.raises(CountRefused):
        refuse_unless_sound(count=count, length=16)
