"""Making the next portion while the last one is worked on."""

from collections.abc import Iterator
from threading import Event

import pytest

from benefits.operations.batches.ahead import one_ahead


def test_the_next_is_made_while_the_last_is_used_and_none_beyond_it() -> None:
    made = [Event(), Event(), Event()]

    def making() -> Iterator[int]:
        for number, event in enumerate(made):
            event.set()
            yield number

    ahead = one_ahead(making())
    assert next(ahead) == 0
    assert made[1].wait(timeout=10)
    assert not made[2].is_set()
    assert list(ahead) == [1, 2]


def test_what_making_raises_comes_in_its_place() -> None:
    def making() -> Iterator[int]:
        yield 1
        raise ValueError("the second")

    ahead = one_ahead(making())
    assert next(ahead) == 1
    with pytest.raises(ValueError, match="the second"):
        next(ahead)
