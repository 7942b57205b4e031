"""Work dealt out to callers, and the rate that comes of it."""

from collections.abc import Sequence

import pytest

from bench.loads import rate, shares


def test_every_piece_of_work_is_dealt_to_one_caller() -> None:
    assert shares([1, 2, 3, 4, 5], 2) == [[1, 3, 5], [2, 4]]


def test_a_rate_counts_all_callers_together() -> None:
    done: list[int] = []
    assert rate([done.extend, done.extend], [1, 2, 3]) > 0
    assert sorted(done) == [1, 2, 3]


def test_a_caller_that_fails_leaves_no_rate() -> None:
    def fails(_share: Sequence[int]) -> None:
        raise RuntimeError("refused")

    with pytest.raises(RuntimeError):
        rate([fails], [1])
