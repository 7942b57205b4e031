"""Programs of an enterprise: they grant, in ones and in batches, take batches back, put members, report, and watch the budget."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

from tests.stress.actor import Actor
from tests.stress.wire import Answer, Program

ROOT = "/api/enterprise/v1/"
_BENEFITS = {"ecard-100": 6, "video-month": 4, "phone-50": 3, "coffee-bundle": 3, "thanks-badge": 1, "once-a-head": 1}


class Programs(Actor):
    """One program; it works for one enterprise, chosen by its name's last letter."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._enterprise = self.world["enterprises"][1 if self.name.endswith("b") else 0]
        self._members = self._enterprise["members"]
        self._done: list[str] = []

    @property
    def acts(self) -> dict[Callable[[], None], int]:
        return {
            self.grant: 40,
            self.grant_again: 4,
            self.batch: 5,
            self.undo: 2,
            self.put_member: 5,
            self.report: 4,
            self.budget: 4,
            self.read: 4,
        }

    def opening(self) -> None:
        """Something to claim."""
        for _turn in range(2):
            self.batch(300)

    def grant(self) -> None:
        """One grant. Its note is its key, so that the database tells how often it took effect."""
        key = self.new_key()
        body = self._wanted(key)
        if self.dice.random() < 0.5:
            body["reference"] = key
        self.acks.asked_grants.add(key)
        answer = self._send("grant", "grants", body, key)
        self._note(key, answer)
        self.acks.answers[f"body {key}"] = body

    def grant_again(self) -> None:
        """The same key and body, then the same key with another body."""
        known = [key for key in list(self.acks.grants)[-50:] if key.startswith(self.name)]
        if not known:
            return
        key = self.dice.choice(known)
        body = self.acks.answers.get(f"body {key}")
        if body is None:
            return
        self._note(key, self._send("grant again", "grants", body, key))
        refused = self._send("grant other body", "grants", {**body, "quantity": 2}, key)
        if refused.status != 422:
            self.acks.find("I21 another body is refused", f"{key} answered {refused.outcome}")

    def batch(self, size: int = 0) -> None:
        """A batch; each row's note is its own."""
        key, size = self.new_key(), size or self.dice.randint(5, 150)
        rows = [self._wanted(f"{key}/{number}") for number in range(size)]
        self.acks.asked_grants.update(row["note"] for row in rows)
        answer = self._send("batch", "batches", {"grants": rows}, key)
        if answer.status == 202:
            batch = answer.json()["id"]
            self.acks.same_answer("batch", key, batch)
            self.acks.batches[key], self.acks.batch_rows[batch] = batch, size
            self._done.append(batch)

    def undo(self) -> None:
        """Take a batch back, and again: the same figures."""
        if not self._done:
            return
        batch = self._done.pop(self.dice.randrange(len(self._done)))
        for _turn in range(2):
            answer = self._send("undo", f"batches/{batch}/undo", {})
            if answer.status == 200:
                found = answer.json()
                self.acks.same_answer("undo", batch, (found["reversed"], found["kept"]))
                self.acks.undone[batch] = (found["reversed"], found["kept"])

    def put_member(self) -> None:
        """A person of the enterprise's own system, new or known."""
        number = self.dice.randrange(2000)
        external, phone = f"{self.name}-x{number}", f"139{'5' if self.name.endswith('b') else '6'}{number:07d}"
        body = {"name": f"外部{number}", "region": self.dice.choice(["上海", "北京"])}
        if self._enterprise["slug"].endswith("a"):
            body["phone"] = phone
        answer = self.until_answered("put member", lambda: self._program.send("PUT", f"members/{external}", body))
        if answer.status in (200, 201):
            self.acks.members.add(external)

    def report(self) -> None:
        """Behaviour; sent twice, it is taken once."""
        now = datetime.now(UTC).isoformat()
        keys = [self.new_key() for _ in range(self.dice.randint(1, 20))]
        events = [{"kind": "page.viewed", "member": {"staff_no": self._somebody()}, "key": key, "occurred_at": now} for key in keys]
        first = self._send("report", "events", {"events": events})
        if first.status != 202:
            return
        self.acks.events.update(keys)
        again = self._send("report", "events", {"events": events}).json()
        if again.get("accepted") != 0 or again.get("duplicate") != len(keys):
            self.acks.find("an event is taken once", f"{keys[0]}: {again}")

    def budget(self) -> None:
        """At no moment is more reserved and spent than there is."""
        for budget in self.until_answered("budgets", lambda: self._program.get("budgets")).json().get("results", []):
            if budget["reserved"] + budget["spent"] + budget["available"] != budget["amount"] or budget["available"] < 0:
                self.acks.find("I14 a budget is never exceeded", str(budget))

    def read(self) -> None:
        """Read a batch, its rows and some grants."""
        for path in (*(f"batches/{batch}/rows?page_size=20" for batch in self._done[-1:]), "grants?page_size=20"):
            self.until_answered("read", partial(self._program.get, path))

    def _wanted(self, note: str) -> dict[str, Any]:
        benefit = self.dice.choices(list(_BENEFITS), list(_BENEFITS.values()))[0]
        return {"member": {"staff_no": self._somebody()}, "benefit": benefit, "note": note}

    def _somebody(self) -> str:
        staff_no: str = self.dice.choice(self._members)["staff_no"]
        return staff_no

    def _note(self, key: str, answer: Answer) -> None:
        if answer.status == 201:
            serial = answer.json()["serial"]
            self.acks.same_answer("grant", key, serial)
            self.acks.grants[key] = serial

    def _send(self, act: str, path: str, body: Any, key: str = "") -> Answer:
        return self.until_answered(act, lambda: self._program.send("POST", path, body, key))

    @property
    def _program(self) -> Program:
        return Program(self.wire, ROOT, self._enterprise["key"])
