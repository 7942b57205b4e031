"""What a duty is: one thing that somebody may do, by which right, how often a day, and with whom."""

from dataclasses import dataclass
from typing import Literal

Second = Literal["never", "always", "above"]


@dataclass(frozen=True, slots=True)
class Duty:
    """
    One privileged thing, under the name by which ``common.duties.walk`` finds it.

    ``right``   the permission (``supply.recall_lot``), or in words who may: a role, the holder of a key, the shell.
    ``daily``   how often one person may do it in a day; ``None`` is as often as they like, 0 needs a limit of their own.
    ``second``  whether another person must approve: never, always, or where the day's sum comes ``above`` the number given.
    ``reason``  whether a reason is asked for and kept.
    ``alarm``   whether the front page tells of it on the day that it is done.
    ``looks``   it shows something and changes nothing: it is known here, and not counted.
    """

    name: str
    right: str
    daily: int | None = None
    second: Second = "never"
    above: int | None = None
    reason: bool = False
    alarm: bool = False
    looks: bool = False

    def __post_init__(self) -> None:
        if (self.second == "above") != (self.above is not None):
            raise ValueError(f"{self.name}: a sum and nothing else comes above something")
