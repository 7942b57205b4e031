"""Many callers at once: each with its own share of the work, all released together, timed until the last is through."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

T = TypeVar("T")
Caller = Callable[[Sequence[T]], None]


def shares(work: Sequence[T], count: int) -> list[Sequence[T]]:
    """The work dealt out like cards."""
    return [work[number::count] for number in range(count)]


def rate(callers: Sequence[Caller[T]], work: Sequence[T]) -> float:
    """Pieces of work a second. An exception in any caller ends the benchmark: a rate of failures is none."""
    barrier = Barrier(len(callers) + 1)

    def call(caller: Caller[T], share: Sequence[T]) -> None:
        barrier.wait(timeout=30)
        caller(share)

    with ThreadPoolExecutor(len(callers)) as pool:
        running = [pool.submit(call, caller, share) for caller, share in zip(callers, shares(work, len(callers)), strict=True)]
        barrier.wait(timeout=30)
        start = time.perf_counter()
        for each in running:
            each.result()
        return len(work) / (time.perf_counter() - start)


def seconds(act: Callable[[], object]) -> float:
    """How long one act takes."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start
