"""HR at the enterprise console: a spreadsheet is uploaded, looked at, confirmed twice in the same instant, and now and then undone."""

import re
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from tests.stress.actor import Actor
from tests.stress.acts.browsing import Browser, place_of
from tests.stress.wire import Answer, Wire

_BATCH = re.compile(r"/hr/batches/([0-9a-f-]{36})/$")
_HASH = re.compile(rb'name="file_sha256" value="([0-9a-f]{64})"')
_BUDGET = re.compile(rb'<option value="([0-9a-f-]{36})"')


class HumanResources(Actor):
    """One person of one enterprise at one desk."""

    def __init__(self, *args: Any, rows: tuple[int, int] = (50, 1500), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._enterprise = self.world["enterprises"][0]
        self._rows = rows
        self._browser = Browser(self.wire, f"http://127.0.0.1:{self.port}")
        self._is_signed_in = False

    @property
    def acts(self) -> dict[Callable[[], None], int]:
        return {self.spreadsheet: 4, self.walk: 1}

    def spreadsheet(self) -> None:
        """From the file to the grants, and sometimes back."""
        if not self.sign_in():
            return
        key, size = self.new_key(), self.dice.randint(*self._rows)
        batch = self.upload(key, self.content(key, size))
        if batch is None or not self.wait(batch, "ready"):
            return
        self.acks.batch_rows[batch] = size
        if not self._confirm(batch) or not self.wait(batch, "done", seconds=90):
            return
        self.acks.rows["granted by spreadsheet"] += size
        if self.dice.random() < 0.3:
            self._undo(batch, size)

    def walk(self) -> None:
        """Look at the pages that lists are made of."""
        if self.sign_in():
            for path in ("/hr/", "/hr/batches/", "/hr/members/member/"):
                self._ask("hr page", partial(self._browser.get, path))

    def sign_in(self) -> bool:
        """Whether the console knows this person now."""
        if not self._is_signed_in:
            page = self._ask("hr page", lambda: self._browser.get("/staff/login/"))
            if page.status == 302:  # Signed in already.
                self._is_signed_in = True
                return True
            login = {"login": self._enterprise["hr"]["username"], "password": self._enterprise["hr"]["password"]}
            answer = self._ask("hr login", lambda: self._browser.post("/staff/login/", login))
            self._is_signed_in = answer.status == 302
        return self._is_signed_in

    def content(self, key: str, size: int) -> bytes:
        """A spreadsheet of so many rows; the note of each is its own."""
        people = self._enterprise["members"]
        lines = [
            f"{self.dice.choice(people)['staff_no']},{self.dice.choice(['ecard-100', 'thanks-badge', 'video-month'])},{key}/{n}"
            for n in range(size)
        ]
        self.acks.asked_grants.update(line.rpartition(",")[2] for line in lines)
        return "\n".join(["工号,权益编码,备注", *lines]).encode()

    def upload(self, key: str, content: bytes, *, allows_repeats: bool = True) -> str | None:
        """The batch that the file became; None where it was not taken."""
        page = self._ask("hr page", lambda: self._browser.get("/hr/batches/upload/"))
        budget = _BUDGET.search(page.body)
        if budget is None:
            self._is_signed_in = False
            return None
        fields = {"budget_id": budget[1].decode(), "sheet_name": "", "encoding": "", **({"allows_repeats": "on"} if allows_repeats else {})}
        answer = self._ask("upload", lambda: self._browser.upload("/hr/batches/upload/", fields, name=f"{key}.csv", content=content))
        found = _BATCH.search(place_of(answer))
        if found is None:
            self.acks.count("upload", f"not taken {answer.status}")
        return found[1] if found else None

    def wait(self, batch: str, state: str, *, seconds: float = 60) -> bool:
        """Whether the batch's page came to show what belongs to the state."""
        end = time.monotonic() + seconds
        marks = {"ready": b'name="file_sha256"', "done": f"/hr/batches/{batch}/undo/".encode()}
        while time.monotonic() < end and not self.stopping.is_set():
            page = self._ask("batch page", lambda: self._browser.get(f"/hr/batches/{batch}/"))
            if marks[state] in page.body:
                return True
            time.sleep(0.4)
        return False

    def _confirm(self, batch: str) -> bool:
        """Two clicks in the same instant, from two tabs."""
        seen = self.hash_of(batch)
        if seen is None:
            return False
        other = Browser(Wire(self.port), self._browser.base, dict(self._browser.cookies), self._browser._token)
        clicks = [self.confirm(batch, seen, tab) for tab in (other, self._browser)]
        if any(clicks):
            self.acks.confirmed.add(batch)
        return batch in self.acks.confirmed

    def hash_of(self, batch: str) -> str | None:
        """What the batch's page gives to be confirmed."""
        page = self._ask("batch page", lambda: self._browser.get(f"/hr/batches/{batch}/"))
        found = _HASH.search(page.body)
        return found[1].decode() if found else None

    def confirm(self, batch: str, seen: str, tab: Browser | None = None) -> bool:
        """One click on what was seen."""
        tab = tab or self._browser
        return self._ask("confirm", partial(tab.post, f"/hr/batches/{batch}/confirm/", {"file_sha256": seen})).status == 302

    def page(self, path: str) -> Answer:
        """Any page of the console."""
        return self._ask("hr page", lambda: self._browser.get(path))

    def _undo(self, batch: str, size: int) -> None:
        self._ask("hr page", lambda: self._browser.get(f"/hr/batches/{batch}/undo/"))
        answer = self._ask("undo spreadsheet", lambda: self._browser.post(f"/hr/batches/{batch}/undo/", {"reason": "stress"}))
        if answer.status == 302:
            self.acks.rows["undone by spreadsheet"] += size

    def _ask(self, act: str, ask: Callable[[], Answer]) -> Answer:
        return self.until_answered(act, ask)
