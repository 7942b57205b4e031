"""How often an open page asks whether something has moved: at once eagerly, then ever more calmly."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

# (younger than, ask every): a claim that takes long is not helped by a phone that asks all day.
_STEPS = ((8, 1), (30, 2), (120, 5), (600, 15))
_SLOWEST = 60


def poll_seconds(since: datetime, at: datetime) -> int:
    """Seconds until the next look at something that began at ``since``."""
    age = (at - since).total_seconds()
    return next((seconds for younger_than, seconds in _STEPS if age < younger_than), _SLOWEST)


def stamp_of(states: Iterable[object]) -> str:
    """A short name for what a page shows. A page that shows the same already is sent nothing."""
    return hashlib.sha256("|".join(str(state) for state in states).encode()).hexdigest()[:16]
