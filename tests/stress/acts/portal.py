"""Members in the portal: pages, and the form that claims."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from tests.stress.actor import Actor
from tests.stress.acts.browsing import Browser

_GRANT = re.compile(rb'href="/grants/([0-9a-f-]{36})/"')
_CLAIM = re.compile(rb'action="(/grants/[0-9a-f-]{36}/claim/)"')
_KEY = re.compile(rb'name="key" value="([^"]+)"')


class Portal(Actor):
    """One browser that is lent from member to member, each with their own cookie."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = [m for enterprise in self.world["enterprises"] for m in enterprise["members"] if m["portal"]]

    @property
    def acts(self) -> dict[Callable[[], None], int]:
        return {self.look: 3, self.claim: 2}

    def look(self) -> None:
        """Home, history and oneself."""
        browser = self._as_somebody()
        for path in ("/", "/history/", "/me/"):
            page = self.until_answered("portal page", partial(browser.get, path))
            if page.status == 200 and "no-store" not in page.headers.get("cache-control", ""):
                self.acks.find("the portal's pages are not kept", path)

    def claim(self) -> None:
        """Open a grant and tap, twice."""
        browser = self._as_somebody()
        home = self.until_answered("portal page", lambda: browser.get("/"))
        grants = sorted({found.decode() for found in _GRANT.findall(home.body)})
        if not grants:
            return
        grant = self.dice.choice(grants)
        page = self.until_answered("portal page", lambda: browser.get(f"/grants/{grant}/"))
        form, key = _CLAIM.search(page.body), _KEY.search(page.body)
        if form is None or key is None:
            return
        fields = {"key": key[1].decode()}
        for _tap in range(2):
            self.until_answered("portal claim", lambda: browser.post(form[1].decode(), fields))

    def _as_somebody(self) -> Browser:
        member = self.dice.choice(self._people)
        return Browser(self.wire, f"http://127.0.0.1:{self.port}", {"quanyi_member": member["portal"]})
