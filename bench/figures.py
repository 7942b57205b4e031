"""What a benchmark found: a figure beside its baseline. Nothing here passes or fails: the reader judges the ratio."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Aim:
    """What a ratio should reach (``at_least``) or not exceed."""

    value: float
    at_least: bool = False

    def is_reached(self, ratio: float) -> bool:
        return ratio >= self.value if self.at_least else ratio <= self.value

    def __str__(self) -> str:
        return f"{'≥' if self.at_least else '≤'} {self.value:g}"


@dataclass(frozen=True, slots=True)
class Figure:
    """
    One measurement and what it is held against, in the same ``unit``.

    ``noise`` are the ratios of the single rounds: on a machine that others use, they say how far to trust their median.
    """

    name: str
    value: float
    against: str
    baseline: float
    unit: str
    aim: Aim | None = None
    noise: tuple[float, ...] = ()

    @property
    def ratio(self) -> float:
        return self.value / self.baseline

    def line(self) -> str:
        """One line for the terminal, and one row of the table in the README."""
        ratio = f"**{self.ratio:.2f}**"
        if self.noise:
            ratio += f" ({min(self.noise):.2f} to {max(self.noise):.2f})"
        cells = [self.name, shown(self.value, self.unit), f"{self.against}: {shown(self.baseline, self.unit)}", ratio, self._verdict()]
        return f"| {' | '.join(cells)} |"

    def _verdict(self) -> str:
        if self.aim is None:
            return ""
        return f"{self.aim}{'' if self.aim.is_reached(self.ratio) else ' (missed)'}"


HEAD = "| figure | measured | baseline | ratio | aim |\n|---|---|---|---|---|"


def shown(value: float, unit: str) -> str:
    """A number with as many digits as it deserves, and its unit: ``1,234 claims/s``, ``0.52 s``."""
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:,.{digits}f} {unit}".strip()


def figure_of_rounds(pairs: Iterable[tuple[float, float]], *, name: str, against: str, unit: str, aim: Aim | None = None) -> Figure:
    """The medians of rounds in which figure and baseline were measured one right after the other."""
    rounds = list(pairs)
    return Figure(
        name=name,
        value=median(value for value, _ in rounds),
        against=against,
        baseline=median(baseline for _, baseline in rounds),
        unit=unit,
        aim=aim,
        noise=tuple(value / baseline for value, baseline in rounds),
    )
