"""The children's output: a file each, turned over at a start once it is large."""

from pathlib import Path

LARGE_BYTES = 5_000_000
KEPT = 2


def turn_over(folder: Path) -> None:
    """Move every large log aside; of each, two old ones are kept."""
    folder.mkdir(parents=True, exist_ok=True)
    for log in folder.glob("*.log"):
        if log.stat().st_size > LARGE_BYTES:
            _turn_over(log)


def last_lines(log: Path, count: int = 12) -> str:
    """The end of a log, for the terminal."""
    if not log.exists():
        return ""
    return "\n".join(log.read_text(errors="replace").splitlines()[-count:])


def _turn_over(log: Path) -> None:
    for number in range(KEPT, 0, -1):
        older = log.with_name(f"{log.name}.{number}")
        newer = log if number == 1 else log.with_name(f"{log.name}.{number - 1}")
        if newer.exists():
            newer.replace(older)
