"""The judge of a burst: it sees what can't be so."""

from uuid import UUID

import pytest

from bench.arrivals import Tap, contradictions, p99, sent_away_too_early


def tap(asked_at: float, answered_at: float) -> Tap:
    return Tap(UUID(int=0), asked_at, answered_at, 201)


def test_those_who_overlap_may_stand_in_any_order() -> None:
    first, second = tap(0, 2), tap(1, 3)
    assert (contradictions([first, second]), contradictions([second, first])) == (0, 0)


def test_whoever_was_answered_before_another_asked_stands_before_them() -> None:
    early, late, latest = tap(0, 1), tap(2, 3), tap(4, 5)
    assert contradictions([early, late, latest]) == 0
    assert contradictions([late, early, latest]) == 1
    assert contradictions([latest, late, early]) == 2


def test_nobody_is_sent_away_while_there_is_something() -> None:
    loser = tap(0, 2)
    assert (sent_away_too_early([loser], [tap(1, 3)]), sent_away_too_early([loser], [tap(2.5, 3)])) == (0, 1)


def test_ninety_nine_of_a_hundred_waited_no_longer() -> None:
    assert p99([tap(0, seconds / 100) for seconds in range(101)]) == pytest.approx(0.99)
