"""The invariant board: how each invariant stood when it was last checked, and when it last held."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max

from analytics.models import Proof
from analytics.rules.invariants import INVARIANTS

# They are proved every night; two hours are for a night that takes its time.
PROVED_WITHIN = timedelta(hours=26)


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One invariant. ``checked_at`` is missing for one that was never checked; ``green_at`` for one that never held."""

    name: str
    sentence: str
    checked_at: datetime | None
    green_at: datetime | None
    broken_count: int
    offenders: list[str]
    took_ms: int

    @property
    def is_red(self) -> bool:
        return self.broken_count > 0

    def is_stale(self, at: datetime) -> bool:
        """Whether what it says is too old to be believed, or was never found out."""
        return self.checked_at is None or at - self.checked_at > PROVED_WITHIN


def invariant_board() -> list[BoardLine]:
    """Every invariant, the broken ones first. Three queries, each answered by the index on name and time."""
    latest = _latest(Proof.objects.all())
    found = Proof.objects.filter(at__in=set(latest.values()))
    proofs = {proof.invariant: proof for proof in found if proof.at == latest[proof.invariant]}
    green = _latest(Proof.objects.filter(broken_count=0))
    lines = [_line(invariant, proofs.get(invariant.name), green) for invariant in INVARIANTS]
    return sorted(lines, key=lambda line: not line.is_red)


def count_stale(at: datetime) -> int:
    """How many invariants were not checked of late."""
    return sum(line.is_stale(at) for line in invariant_board())


def count_red() -> int:
    """How many invariants were broken when last checked."""
    return sum(line.is_red for line in invariant_board())


def _latest(proofs: Any) -> dict[str, Any]:
    return dict(proofs.order_by().values_list("invariant").annotate(at=Max("at")))


def _line(invariant: Any, proof: Proof | None, green: dict[str, Any]) -> BoardLine:
    return BoardLine(
        name=invariant.name,
        sentence=str(invariant.sentence),
        checked_at=proof.at if proof else None,
        green_at=green.get(invariant.name),
        broken_count=proof.broken_count if proof else 0,
        offenders=list(proof.offenders) if proof else [],
        took_ms=proof.took_ms if proof else 0,
    )
