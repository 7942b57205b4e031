"""Many callers at the same instant: real threads, real connections, one barrier."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connection

T = TypeVar("T")


def together(count: int, act: Callable[[int], T], *, connects: bool = True) -> list[T | Exception]:
    """
    Call ``act(0)`` … ``act(count - 1)`` at once; the results in that order, an exception in the place of a result.

    ``connects``  each has its connection to the database before the start; not for those who come over HTTP.
    """
    barrier = Barrier(count)

    def one(number: int) -> T | Exception:
        try:
            if connects:
                connection.ensure_connection()
            barrier.wait(timeout=30)
            return act(number)
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))
