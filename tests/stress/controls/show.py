"""Playing scenes: first with every guard in its place, where all judges must be content, then each control, where the named one must not."""

import time
from collections.abc import Iterable
from dataclasses import dataclass

from tests.stress.acks import Finding
from tests.stress.canary import marker, pattern
from tests.stress.controls.cast import Cast
from tests.stress.controls.control import Control
from tests.stress.controls.play import Play
from tests.stress.controls.scenes import SCENES
from tests.stress.controls.scenes.scene import Scene
from tests.stress.judges.memory import judge_memory
from tests.stress.judges.secrecy import judge_secrecy
from tests.stress.judges.supplier import judge_supplier
from tests.stress.judges.tables import judge_tables
from tests.stress.stage import Stage


@dataclass(frozen=True, slots=True)
class Seen:
    """What the judges found after one play."""

    findings: tuple[Finding, ...]
    seconds: float

    def noticed(self, control: Control) -> list[str]:
        """The promises that were to break and did."""
        return sorted({finding.promise for finding in self.findings} & set(control.noticed))


class Show:
    """All of it on one stage whose ground was laid."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def without(self, control: Control) -> Seen:
        """A control's scene with a cast of its own."""
        scene = SCENES[control.scene]
        return self._played(Cast(self._stage, f"without_{control.name}", scene.needs, control), [scene])

    def with_all_guards(self, names: Iterable[str]) -> Seen:
        """Scenes one after the other with one cast; those that leave marks have one each."""
        scenes = [SCENES[name] for name in sorted(set(names))]
        shared = [scene for scene in scenes if not scene.is_alone]
        casts = [("guarded", shared)] if shared else []
        casts += [(f"guarded_{scene.name}", [scene]) for scene in scenes if scene.is_alone]
        seen = [self._played(Cast(self._stage, name, _needs(played)), played) for name, played in casts]
        return Seen(tuple(finding for each in seen for finding in each.findings), sum(each.seconds for each in seen))

    def _played(self, cast: Cast, scenes: list[Scene]) -> Seen:
        began = time.monotonic()
        try:
            cast.enter()
            play = Play(cast)
            for scene in scenes:
                scene.play(play)
            findings = self._judged(play)
        finally:
            cast.leave()
        return Seen(tuple(findings), time.monotonic() - began)

    def _judged(self, play: Play) -> list[Finding]:
        cast, acks = play.cast, play.acks
        findings = [*acks.findings, *judge_tables(cast.owner_url), *judge_memory(cast.owner_url, acks)]
        if "supplier" in cast.needs:
            findings += judge_supplier(cast.owner_url, cast.supplier_url)
        return findings + judge_secrecy(cast.owner_url, cast.logs, pattern([marker(self._stage.seed), *acks.seen_codes]))


def _needs(scenes: list[Scene]) -> frozenset[str]:
    return frozenset(need for scene in scenes for need in scene.needs)
