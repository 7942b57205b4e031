"""What a scene's players do, and how it is remembered: each answer goes into the acks, as with the actors of a whole run."""

import hashlib
import itertools
import json
import random
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

from tests.stress.acks import Acks
from tests.stress.acts.hr import HumanResources
from tests.stress.acts.members import made_by
from tests.stress.controls.cast import Cast
from tests.stress.wire import Answer, Program, Wire

_TRIES = 20
_TOPUPS = {"video-month", "phone-50"}
Member = dict[str, Any]
T = TypeVar("T")


@dataclass(slots=True)
class Play:
    """One scene's play with one cast. Its members are taken one after the other, so that scenes do not meet."""

    cast: Cast
    acks: Acks = field(default_factory=Acks)
    _members: Any = field(init=False)
    _numbers: Any = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        self._members = itertools.cycle(self.enterprise(0)["members"])

    def enterprise(self, which: int) -> dict[str, Any]:
        """The rich one, or the poor one."""
        found: dict[str, Any] = self.cast.world["enterprises"][which]
        return found

    def member(self) -> Member:
        """The next of the rich enterprise."""
        found: Member = next(self._members)
        return found

    def new_key(self) -> str:
        """A key that no other request has."""
        return f"scene-{time.time_ns()}-{next(self._numbers)}"

    def program(self, which: int = 0) -> Program:
        """A program of one enterprise, on a line of its own."""
        return Program(Wire(self.cast.port), "/api/enterprise/v1/", self.enterprise(which)["key"])

    def app(self, member: Member) -> Program:
        """A member's app, on a line of its own."""
        return Program(Wire(self.cast.port), "/api/v1/", member["token"])

    def ask(self, act: str, ask: Callable[[], Answer], *, tries: int = _TRIES) -> Answer:
        """The answer, asked for again while it is lost or says: later."""
        answer = Answer(0)
        for turn in range(tries):
            answer = ask()
            self.acks.count(act, answer.outcome)
            if not answer.is_to_retry:
                return answer
            if turn < tries - 1:
                time.sleep(0.3)
        return answer

    def grant(self, member: Member, benefit: str = "ecard-100", *, which: int = 0, key: str = "", **more: Any) -> Answer:
        """One grant, asked for by a program. Its note is its key."""
        key = key or self.new_key()
        body = {"member": {"staff_no": member["staff_no"]}, "benefit": benefit, "note": key, **more}
        self.acks.asked_grants.add(key)
        program = self.program(which)
        answer = self.ask("grant", lambda: program.send("POST", "grants", body, key))
        if answer.status == 201:
            self.acks.same_answer("grant", key, answer.json()["serial"])
            self.acks.grants[key] = answer.json()["serial"]
        return answer

    def granted(self, member: Member, benefit: str = "ecard-100") -> str:
        """The id of a new grant."""
        answer = self.grant(member, benefit)
        if answer.status != 201:
            raise RuntimeError(f"{benefit} was not granted: {answer.outcome}")
        return str(answer.json()["id"])

    def batch(self, members: Sequence[Member], benefit: str = "ecard-100", **more: Any) -> str:
        """A batch with one grant for each, issued."""
        key, program = self.new_key(), self.program()
        rows = [{"member": {"staff_no": m["staff_no"]}, "benefit": benefit, "note": f"{key}/{n}", **more} for n, m in enumerate(members)]
        answer = self.ask("batch", lambda: program.send("POST", "batches", {"grants": rows}, key))
        batch = str(answer.json()["id"])
        self.acks.batches[key], self.acks.batch_rows[batch] = batch, len(rows)
        self.clerk("run_jobs")
        return batch

    def claim(self, member: Member, grant: str, *, benefit: str = "", tries: int = _TRIES) -> Answer:
        """One tap with a key of its own."""
        key, app = self.new_key(), self.app(member)
        body = {"account": member["phone"]} if benefit in _TOPUPS else {}
        self.acks.asked_claims[key] = grant
        answer = self.ask("claim", lambda: app.send("POST", f"grants/{grant}/claim", body, key), tries=tries)
        if made := made_by(answer):
            self.acks.claimed(key, grant, answer.status, made)
        return answer

    def reveal(self, member: Member, redemption: str) -> Answer:
        """The code on its owner's screen."""
        app = self.app(member)
        shown = self.ask("reveal", lambda: app.send("POST", f"redemptions/{redemption}/reveal", {}), tries=1)
        if shown.status == 200:
            code = shown.json()["code"]
            self.acks.code_shown(redemption, hashlib.sha256(code.encode()).hexdigest(), code)
        return shown

    def topup(self) -> str:
        """A top-up that waits to be sent: granted and claimed this moment."""
        member = self.member()
        grant = self.granted(member, "phone-50")
        self.claim(member, grant, benefit="phone-50")
        found = self.cast.run("SELECT topup_id::text FROM redemption_redemption WHERE grant_id = %s", grant)
        return str(found[0][0])

    def clerk(self, act: str, **facts: Any) -> dict[str, Any]:
        """One errand; an error that nobody foresaw is the platform's."""
        return self._noted(act, self.cast.hands.ask({"act": act, **facts}))

    def clerks(self, *errands: dict[str, Any]) -> list[dict[str, Any]]:
        """Errands done all at once."""
        answers = self.cast.hands.ask({"act": "all at once", "errands": list(errands)})["answers"]
        return [self._noted(errand["act"], answer) for errand, answer in zip(errands, answers, strict=True)]

    def hr(self) -> HumanResources:
        """A person at the enterprise's console, signed in."""
        person = HumanResources("hr", port=self.cast.port, dice=random.Random(self.new_key()), acks=self.acks, world=self.cast.world)
        if not person.sign_in():
            raise RuntimeError("HR can't sign in")
        return person

    def mood(self, **odds: float) -> None:
        """What troubles the supplier makes from now on."""
        Wire(int(self.cast.supplier_url.rsplit(":", 1)[1])).ask("POST", "/chaos", json.dumps(odds).encode())

    def _noted(self, act: str, answer: dict[str, Any]) -> dict[str, Any]:
        outcome = str(answer["outcome"])
        self.acks.count(f"clerk {act}", outcome)
        if outcome.startswith("lost"):
            self.acks.find("internal error", f"the clerk's {act} ended by {outcome}")
        return answer


def later(seconds: float, act: Callable[[], T]) -> T:
    """An act that begins when another is under way."""
    time.sleep(seconds)
    return act()


def at_once(*acts: Callable[[], T]) -> list[T]:
    """All of them, released together; what each came to."""
    gate = threading.Barrier(len(acts))

    def one(act: Callable[[], T]) -> T:
        gate.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(one, acts))
