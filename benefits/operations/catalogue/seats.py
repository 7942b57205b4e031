"""The seats of an event: there may be more of them at any time, but never fewer than people have."""

from collections.abc import Callable
from uuid import UUID

_asked: list[Callable[[UUID], int]] = []


def seats_are_held_in(highest: Callable[[UUID], int]) -> None:
    """Let whoever gives the seats say which is the highest that somebody has. It keeps others from taking one until the transaction ends."""
    _asked.append(highest)


def highest_seat_held(benefit_id: UUID) -> int:
    """The highest seat that somebody has, 0 for none; it stays so until the caller's transaction ends."""
    return max((highest(benefit_id) for highest in _asked), default=0)
