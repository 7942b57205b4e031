"""``make stress WITHOUT=all``, or the names of some controls: each guard off, and the judges red as named."""

import time
from pathlib import Path

from tests.stress import report
from tests.stress.controls.control import Control
from tests.stress.controls.guards import CONTROLS
from tests.stress.controls.show import Seen, Show
from tests.stress.stage import Size, Stage

_MEMBERS, _CODES = 40, 300


def chosen(said: str) -> list[Control]:
    """
    ``all``, or names with commas between.

    :raises SystemExit: no control has this name; those that there are, are said.
    """
    names = list(CONTROLS) if said == "all" else said.split(",")
    strangers = [name for name in names if name not in CONTROLS]
    if strangers:
        raise SystemExit(f"No control is named {', '.join(strangers)}. There are: {', '.join(CONTROLS)}.")
    return [CONTROLS[name] for name in names]


def run_controls(controls: list[Control], folder: Path, *, seed: int) -> bool:
    """Whether every scene held with all guards, and every control was noticed by the judge that it names."""
    print(f"controls: {len(controls)} guards, seed {seed}, commit {report.commit()}", flush=True)
    began = time.monotonic()
    stage = Stage(folder, seed, size=Size(members=_MEMBERS, codes=_CODES), keeps_ground=True)
    try:
        stage.lay_ground()
        print(f"  ground laid after {time.monotonic() - began:.0f} s", flush=True)
        verdicts = [_guarded(Show(stage), controls), *(_noticed(Show(stage), control) for control in controls)]
    finally:
        stage.down()
    print(
        f"{'all noticed' if all(verdicts) else 'NOT all noticed'}: {len(controls)} controls in {time.monotonic() - began:.0f} s", flush=True
    )
    return all(verdicts)


def _guarded(show: Show, controls: list[Control]) -> bool:
    seen = show.with_all_guards(control.scene for control in controls)
    _say("held" if not seen.findings else "BROKEN", "with every guard in its place", seen)
    return not seen.findings


def _noticed(show: Show, control: Control) -> bool:
    seen = show.without(control)
    noticed = seen.noticed(control)
    _say("noticed" if noticed else "MISSED", f"{control.name}: {', '.join(noticed or control.noticed)}", seen, is_expected=bool(noticed))
    return bool(noticed)


def _say(verdict: str, what: str, seen: Seen, *, is_expected: bool = False) -> None:
    print(f"  {verdict:<8} {what} ({seen.seconds:.0f} s)", flush=True)
    if not is_expected:
        report.show_findings(list(seen.findings))
