"""Whether the server is still at the other end of an idle connection, told without asking it."""

from select import POLLIN, poll
from typing import Any


def has_hung_up(connection: Any) -> bool:
    """
    A server that went has closed its end, or said goodbye: there is something to read where nothing was asked. Two microseconds.

    One that vanished without a word, as behind a cut cable, is not noticed.
    """
    if connection.closed:
        return True
    waiting = poll()
    waiting.register(connection.fileno(), POLLIN)
    return bool(waiting.poll(0))
