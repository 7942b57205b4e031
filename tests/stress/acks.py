"""What the clients were told: counted, kept, and held against every later answer and, at the end, against the database."""

import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken promise: which, and what shows it."""

    promise: str
    detail: str


@dataclass(slots=True)
class Acks:
    """
    The clients' own memory. Safe to use from all their threads.

    ``claims``    key → grant, ids of redemptions
    ``grants``    key → serial
    ``batches``   key → batch id
    ``undone``    batch id → figures
    ``unseen``    batches that were confirmed by the hash of another file alone
    ``read``      the feed's events as one reader got them
    ``shown``     redemption → digest of the code that its owner saw
    """

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    rows: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)
    asked_grants: set[str] = field(default_factory=set)
    asked_claims: dict[str, str] = field(default_factory=dict)
    claims: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    grants: dict[str, str] = field(default_factory=dict)
    batches: dict[str, str] = field(default_factory=dict)
    batch_rows: dict[str, int] = field(default_factory=dict)
    confirmed: set[str] = field(default_factory=set)
    unseen: set[str] = field(default_factory=set)
    read: list[int] = field(default_factory=list)
    undone: dict[str, tuple[int, int]] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    showings: Counter[str] = field(default_factory=Counter)
    owner_of_code: dict[str, str] = field(default_factory=dict)
    seen_codes: list[str] = field(default_factory=list, repr=False)
    members: set[str] = field(default_factory=set)
    events: set[str] = field(default_factory=set)
    clerk: dict[str, str] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    @property
    def operations(self) -> int:
        """Requests that were answered, and rows that a file or a batch granted."""
        with self._lock:
            asked = sum(count for (_act, outcome), count in self.counts.items() if outcome != "lost")
            return asked + sum(self.rows.values())

    def count(self, act: str, outcome: str) -> None:
        """One more of this act with this outcome. An internal error is a finding at once."""
        with self._lock:
            self.counts[act, outcome] += 1
            if outcome.startswith("500"):
                self.find("internal error", f"{act} was answered {outcome}")

    def find(self, promise: str, detail: str) -> None:
        """Note a broken promise; the first hundred of them."""
        with self._lock:
            if len(self.findings) < 100:
                self.findings.append(Finding(promise, detail))

    def same_answer(self, scope: str, key: str, answer: Any) -> None:
        """The same key is answered the same, however often."""
        with self._lock:
            first = self.answers.setdefault(f"{scope} {key}", answer)
            if first != answer:
                self.find("I21 same key, same answer", f"{scope} {key}: {first} and then {answer}")

    def claimed(self, key: str, grant_id: str, status: int, made: tuple[str, ...]) -> None:
        """A claim was answered: the same for the same key, and never lost from now on."""
        self.same_answer("claim", key, (status, made))
        self.claims[key] = (grant_id, made)

    def one_effect(self, grant_id: str, keys: Iterable[str]) -> None:
        """However many taps there were, those that were answered show the same redemptions."""
        made = {self.claims[key][1] for key in keys if key in self.claims}
        if len(made) > 1:
            self.find("one tap, one effect", f"grant {grant_id} was claimed twice: {sorted(made)}")

    def code_shown(self, redemption: str, digest: str, code: str) -> None:
        """A code was on its owner's screen: always the same one, and on nobody else's."""
        with self._lock:
            self.showings[redemption] += 1
            if self.shown.setdefault(redemption, digest) != digest:
                self.find("I01 one redemption, one code", f"redemption {redemption} showed two codes")
            if self.owner_of_code.setdefault(digest, redemption) != redemption:
                self.find("I01 one code, one redemption", f"redemptions {redemption} and {self.owner_of_code[digest]} show the same code")
            if len(self.seen_codes) < 300:
                self.seen_codes.append(code)
