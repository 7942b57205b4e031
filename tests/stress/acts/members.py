"""Members by the API: they look, claim, follow, and see their codes; sometimes twice at once, sometimes what is not theirs."""

import hashlib
import json
from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import uuid4

from tests.stress.actor import Actor
from tests.stress.wire import Answer, Program, Wire

ROOT = "/api/v1/"
_TOPUPS = {"video-month", "phone-50"}


def made_by(answer: Answer) -> tuple[str, ...]:
    """The redemptions that a claim was answered with; none where it was not."""
    if answer.status not in (201, 202):
        return ()
    found = answer.json()
    return tuple(sorted(part["id"] for part in found.get("parts", [found])))


class Members(Actor):
    """One thread that is one member after the other. Several such threads meet at the same members."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = [member for enterprise in self.world["enterprises"] for member in enterprise["members"]]
        self._claimable: dict[str, list[dict[str, Any]]] = {}
        self._second = Wire(self.port)

    @property
    def acts(self) -> dict[Callable[[], None], int]:
        return {self.claim: 50, self.tap_twice: 8, self.reveal: 12, self.follow: 10, self.look: 6, self.same_key_again: 4, self.foreign: 3}

    def claim(self) -> None:
        """Take one grant; the same key until there is an answer."""
        found = self._some_grant()
        if found is None:
            return
        member, grant = found
        key, body = self.new_key(), self._body(member, grant)
        self.acks.asked_claims[key] = grant["id"]
        program = self._as(member)
        answer = self.until_answered("claim", lambda: program.send("POST", f"grants/{grant['id']}/claim", body, key))
        self._note(key, grant["id"], answer)

    def same_key_again(self) -> None:
        """A key that was answered is answered the same; with another body it is refused."""
        known = list(self.acks.claims.items())[-50:]
        if not known:
            return
        key, (grant_id, _made) = self.dice.choice(known)
        owner = self.acks.answers.get(f"claimant {key}")
        if owner is None:
            return
        member, body = owner
        program = self._as(member)
        again = self.until_answered("claim again", lambda: program.send("POST", f"grants/{grant_id}/claim", body, key))
        self._note(key, grant_id, again)
        other = {**body, "account": "13900001234"}
        refused = self.until_answered("claim other body", lambda: program.send("POST", f"grants/{grant_id}/claim", other, key))
        if refused.status != 422:
            self.acks.find("I21 another body is refused", f"{key} answered {refused.outcome}")

    def tap_twice(self) -> None:
        """Two taps in the same instant on two lines, with the same key or with two: one effect."""
        found = self._some_grant()
        if found is None:
            return
        member, grant = found
        keys = [self.new_key()] * 2 if self.dice.random() < 0.5 else [self.new_key(), self.new_key()]
        body, path = self._body(member, grant), f"grants/{grant['id']}/claim"
        for key in keys:
            self.acks.asked_claims[key] = grant["id"]
        program = self._as(member)
        send = [partial(program.send, "POST", path, body, key) for key in keys]
        answers = self._together(path, body, keys, member)
        for key, again, answer in zip(keys, send, answers, strict=True):
            self.acks.count("claim twice", answer.outcome)
            settled = self.until_answered("claim twice", again) if answer.is_to_retry else answer
            self._note(key, grant["id"], settled)
        self.acks.one_effect(grant["id"], keys)

    def _together(self, path: str, body: Any, keys: list[str], member: dict[str, Any]) -> list[Answer]:
        wires, raw = (self.wire, self._second), json.dumps(body).encode()
        for wire, key in zip(wires, keys, strict=True):
            wire.send("POST", ROOT + path, raw, Program(wire, ROOT, member["token"]).headers(key))
        return [wire.take() for wire in wires]

    def reveal(self) -> None:
        """See the code of something that was delivered."""
        member = self.dice.choice(self._people)
        program = self._as(member)
        listed = self.until_answered("list redemptions", lambda: program.get("redemptions?page_size=20"))
        codes = [r["id"] for r in listed.json().get("results", []) if r["kind"] == "code" and r["state"] == "fulfilled"]
        if not codes:
            return
        redemption = self.dice.choice(codes)
        shown = self.until_answered("reveal", lambda: program.send("POST", f"redemptions/{redemption}/reveal", {}))
        if shown.status == 200:
            code = shown.json()["code"]
            self.acks.code_shown(redemption, hashlib.sha256(code.encode()).hexdigest(), code)
            if shown.headers.get("cache-control") != "no-store":
                self.acks.find("a code is not kept by browsers", redemption)

    def follow(self) -> None:
        """Look at one's redemptions."""
        program = self._as(self.dice.choice(self._people))
        self.until_answered("list redemptions", lambda: program.get("redemptions"))

    def look(self) -> None:
        """Look around."""
        program = self._as(self.dice.choice(self._people))
        for path in ("me", "benefits", "grants"):
            self.until_answered(path, partial(program.get, path))

    def foreign(self) -> None:
        """What belongs to somebody else answers like what never was."""
        found = self._some_grant()
        if found is None:
            return
        owner, grant = found
        stranger = self._as(self.dice.choice([member for member in self._people if member is not owner]))
        answers = [self.until_answered("foreign", partial(stranger.get, f"grants/{which}")) for which in (grant["id"], uuid4())]
        if {answer.status for answer in answers} != {404} or answers[0].body != answers[1].body:
            self.acks.find("nobody sees what is another's", f"grant {grant['id']}: {[a.outcome for a in answers]}")

    def _some_grant(self) -> tuple[dict[str, Any], dict[str, Any]] | None:
        member = self.dice.choice(self._people)
        waiting = self._claimable.get(member["id"])
        if not waiting:
            program = self._as(member)
            listed = self.until_answered("list grants", lambda: program.get("grants?state=claimable&page_size=50"))
            waiting = self._claimable[member["id"]] = listed.json().get("results", [])
            self.dice.shuffle(waiting)
        return (member, waiting.pop()) if waiting else None

    def _note(self, key: str, grant_id: str, answer: Answer) -> None:
        made = made_by(answer)
        if made:
            self.acks.claimed(key, grant_id, answer.status, made)

    def _body(self, member: dict[str, Any], grant: dict[str, Any]) -> dict[str, str]:
        return {"account": member["phone"]} if grant["benefit"]["code"] in _TOPUPS else {}

    def _as(self, member: dict[str, Any]) -> Program:
        return Program(self.wire, ROOT, member["token"])
