"""Making the next thing while the last one is worked on."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Made = TypeVar("Made")


def one_ahead(things: Iterator[Made]) -> Iterator[Made]:
    """
    The same things, each made by a thread of its own while the one before it is used. What making one raises is raised in its place.

    The making must not ask the database: it would do so over a connection of that thread, which nobody closes.
    """
    with ThreadPoolExecutor(1) as maker:
        coming = maker.submit(next, things, None)
        while (thing := coming.result()) is not None:
            coming = maker.submit(next, things, None)
            yield thing
