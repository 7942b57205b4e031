"""What the supplier does without being asked: finish orders and send callbacks when their time comes."""

import threading
import time

from .book import Book
from .callbacks import Callbacks
from .orders import Orders

_NEXT = """
SELECT min(due_at) AS at FROM (
    SELECT due_at FROM placed WHERE status = 'processing'
    UNION ALL SELECT due_at FROM callback WHERE state = 'due'
)
"""


class Clockwork:
    """One thread that sleeps until something is due, or until it is woken."""

    def __init__(self, book: Book, orders: Orders, callbacks: Callbacks) -> None:
        self._book = book
        self._orders = orders
        self._callbacks = callbacks
        self._wake = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="sandbox-clockwork", daemon=True)

    def start(self) -> None:
        """Begin, with whatever an earlier process left undone."""
        self._thread.start()

    def wake(self) -> None:
        """Something new may be due."""
        self._wake.set()

    def stop(self) -> None:
        """End after the callback under way."""
        self._stopping = True
        self._wake.set()
        self._thread.join(timeout=10)

    def finish_due(self) -> None:
        """Finish the orders whose time has come, each in one transaction with the callback it brings."""
        at = time.time()
        for reference in self._orders.due(at):
            with self._book.writing():
                finished = self._orders.finish(reference, at=at)
                if finished is not None:
                    self._callbacks.announce(finished, at=at)
        self._wake.set()

    def _run(self) -> None:
        while not self._stopping:
            self.finish_due()
            self._wake.clear()
            self._callbacks.send_due(at=time.time())
            self._wake.wait(self._pause())

    def _pause(self) -> float | None:
        due_at = self._book.rows(_NEXT)[0]["at"]
        return None if due_at is None else max(0.0, float(due_at) - time.time())
