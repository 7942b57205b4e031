"""What one seed means: which faults come when, how the supplier misbehaves, and the dice of every actor. Nothing else is chance."""

import hashlib
import json
import random
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from tests.stress.points import names

# The first pass goes through all of them, so that a short run has seen each kind; later ones come by these weights.
FAULTS = {
    "kill web worker": 4,
    "kill web": 2,
    "kill celery child": 4,
    "kill worker": 3,
    "kill beat": 1,
    "kill database": 2,
    "kill clerk": 1,
    "terminate backends": 3,
    "empty broker": 2,
    "pause web worker": 2,
    "pause worker": 2,
    "slow database": 2,
    "cut database": 2,
    "swallow commit": 3,
    "trouble supplier line": 3,
    "change supplier mood": 2,
    "arm web": 3,
    "arm workers": 4,
}
WORKERS = ("default", "outside", "imports")
_AFTER = {"kill database": 8.0, "kill web": 7.0, "cut database": 6.0, "pause worker": 5.0}
_GAP_SECONDS = (1.5, 4.0)
_SUPPLIER_MODES = ("refuse", "drop", "half_open", "reset", "truncate", "drip", "delay")
_SUPPLIER_TROUBLES = (
    "silent_not_done",
    "error_not_done",
    "rate_limited",
    "error_done",
    "html",
    "reset_mid_body",
    "wrong_amount",
    "wrong_order",
    "success_with_failure",
    "fails_later",
    "duplicate_callback",
    "late_callback",
    "contradictory_callback",
    "forged_callback",
    "out_of_order_callback",
    "no_callback",
    "query:html",
    "query:error_done",
    "slow",
    "silent_done",
)
# A page may be killed, held or stopped; an error that nobody foresaw is for workers, where no person reads the answer.
_OF_WEB = {"replay", "claim", "reveal", "grant", "confirm", "undo", "callback", "ledger"}
_OF_WORKERS = {"follow", "submit", "query", "check", "issue", "settle", "intake", "job", "ledger"}
_WEB_POINTS = tuple(name for name in names() if name.split(".")[0] in _OF_WEB)
_WORKER_POINTS = tuple(name for name in names() if name.split(".")[0] in _OF_WORKERS)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong, so many seconds after the load began."""

    at: float
    kind: str
    how: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that the seed chose."""

    seed: int
    faults: tuple[Fault, ...]
    mood: dict[str, float]

    @property
    def digest(self) -> str:
        """The same for the same plan, on every machine."""
        said = json.dumps([self.seed, [asdict(fault) for fault in self.faults], self.mood], sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    def dice(self, who: str) -> random.Random:
        """The dice of one actor."""
        return random.Random(f"{self.seed}:{who}")


def make_plan(seed: int, *, seconds: float, without_faults: bool = False) -> Plan:
    """The plan of a run of so many seconds. A longer one begins as a shorter one does."""
    mood = _mood(random.Random(f"{seed}:mood"))
    if without_faults:
        return Plan(seed, (), {})
    return Plan(seed, tuple(_faults(random.Random(f"{seed}:faults"), seconds)), mood)


def _faults(dice: random.Random, seconds: float) -> Iterator[Fault]:
    at = 3.0
    for kind in _kinds(dice):
        fault = Fault(round(at, 2), kind, _how(dice, kind))
        if at > seconds - 3:
            return
        yield fault
        at += _AFTER.get(kind, 0.0) + float(fault.how.get("seconds", 0)) + dice.uniform(*_GAP_SECONDS)


def _kinds(dice: random.Random) -> Iterator[str]:
    yield from dice.sample(sorted(FAULTS), len(FAULTS))
    while True:
        yield dice.choices(list(FAULTS), list(FAULTS.values()))[0]


def _how(dice: random.Random, kind: str) -> dict[str, Any]:
    match kind:
        case "pause web worker":
            return {"seconds": round(dice.uniform(0.5, 3), 2)}
        case "pause worker":
            return {"seconds": round(dice.uniform(1, 5), 2), "which": dice.choice(WORKERS)}
        case "kill worker" | "kill celery child":
            return {"which": dice.choice(WORKERS)}
        case "terminate backends":
            return {"odds": round(dice.uniform(0.2, 1), 2), "times": dice.randint(1, 5)}
        case "slow database":
            return {
                "route": dice.choice(["web", "workers"]),
                "seconds": round(dice.uniform(1, 3), 2),
                "delay": round(dice.uniform(0.01, 0.1), 3),
            }
        case "cut database":
            mode = dice.choice(["reset", "refuse", "half_open", "drop", "truncate"])
            return {"route": dice.choice(["web", "workers"]), "mode": mode, "seconds": round(dice.uniform(0.5, 3), 2)}
        case "swallow commit":
            return {"route": dice.choice(["web", "workers"]), "seconds": round(dice.uniform(1, 4), 2)}
        case "trouble supplier line":
            return {"mode": dice.choice(_SUPPLIER_MODES), "seconds": round(dice.uniform(1, 4), 2)}
        case "change supplier mood":
            return {"odds": _mood(dice)}
        case "arm web":
            return {"seconds": 2.0, "traps": _traps(dice, _WEB_POINTS, ("kill9", "kill9", "sleep", "stop"))}
        case "arm workers":
            return {"seconds": 4.0, "traps": _traps(dice, _WORKER_POINTS, ("kill9", "kill9", "raise", "sleep", "stop"))}
    return {}


def _traps(dice: random.Random, points: tuple[str, ...], acts: tuple[str, ...]) -> list[str]:
    traps = []
    for point in sorted(dice.sample(points, 4)):
        act = dice.choice(acts)
        traps.append(f"{point}={act}{':1.5' if act == 'sleep' else ''}@{dice.choice([0.05, 0.2, 0.5])}")
    return traps


def _mood(dice: random.Random) -> dict[str, float]:
    """Some troubles of the supplier, each rare, and now and then the whole gamut."""
    chosen = sorted(dice.sample(_SUPPLIER_TROUBLES, 8))
    return {trouble: round(dice.uniform(0.02, 0.12), 3) for trouble in chosen}
