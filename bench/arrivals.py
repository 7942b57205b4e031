"""What the members of a burst saw, and whether the order that the feed tells can be so."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Tap:
    """One request as its member saw it, by one clock: when it was sent, when it was answered, and how."""

    member: UUID
    asked_at: float
    answered_at: float
    status: int
    code: str = ""

    @property
    def seconds(self) -> float:
        return self.answered_at - self.asked_at


def p99(taps: Sequence[Tap]) -> float:
    """What 99 of 100 waited at most, in seconds."""
    return quantiles([tap.seconds for tap in taps], n=100, method="inclusive")[98]


def contradictions(arrived: Sequence[Tap]) -> int:
    """How many stand before somebody who had been answered before they asked. ``arrived`` is in the order to be judged."""
    found, first_answer = 0, float("inf")
    for tap in reversed(arrived):
        found += first_answer < tap.asked_at
        first_answer = min(first_answer, tap.answered_at)
    return found


def sent_away_too_early(losers: Sequence[Tap], winners: Sequence[Tap]) -> int:
    """How many were told that all is gone before somebody asked who still got a piece."""
    last_asked = max((tap.asked_at for tap in winners), default=0.0)
    return sum(tap.answered_at < last_asked for tap in losers)
