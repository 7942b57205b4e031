"""Two hundred members at once over HTTP, as ``make run`` serves them, for twenty pieces: who was first can be proven."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import pytest
from django.conf import settings

from bench.web import served
from bench.wire import Connection, request
from benefits.models import Opening
from common import clock
from common.feed.models import Event
from members.models import Member
from tests.benefits.operations.openings.opened import HOUR, opened
from tests.calling import api_of_member
from tests.factories import make_budget, make_enterprise, make_member
from tests.faults.rig import database_url
from tests.together import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
CALLERS, PIECES = 200, 20


@dataclass(frozen=True, slots=True)
class Tap:
    """One member's request as the member saw it: when it was sent, when it was answered, and how."""

    member: Member
    asked_at: float
    answered_at: float
    status: int
    code: str


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[int]:
    keys = {"DATABASE_URL": database_url(), "DATA_DIR": str(tmp_path), "SECRET_KEY": settings.SECRET_KEY, "VAULT_KEY": settings.VAULT_KEY}
    for name, value in {**keys, "DEMO": "1"}.items():
        monkeypatch.setenv(name, value)
    with served() as port:
        yield port


def tap(port: int, opening: Opening, member: Member, token: str) -> Tap:
    headers = {"Authorization": token, "Idempotency_Key": f"burst-{member.id}", "Content_Type": "application/json"}
    asked, connection = request("POST", f"/api/v1/openings/{opening.id}/claim", body=b"{}", **headers), Connection(port)
    asked_at = perf_counter()
    answer = connection.ask(asked)
    answered_at = perf_counter()
    connection.close()
    return Tap(member, asked_at, answered_at, answer.status, json.loads(answer.body).get("code", ""))


def test_exactly_the_pieces_are_given_in_an_order_that_the_feed_proves(port: int) -> None:
    enterprise, at = make_enterprise(), clock.now()
    budget = make_budget(enterprise, amount=100_000_000)
    opening = opened(budget=budget, pieces=PIECES, stock=PIECES, at=at, opens_at=at, closes_at=at + HOUR)
    members = [make_member(enterprise) for _n in range(CALLERS)]
    tokens = [api_of_member(member).headers["authorization"] for member in members]
    tapped = together(CALLERS, lambda n: tap(port, opening, members[n], tokens[n]), connects=False)
    taps = [t for t in tapped if isinstance(t, Tap)]
    winners = {t.member.id: t for t in taps if t.status == 201}
    losers = [t for t in taps if t.status == 409]
    assert (len(taps), len(winners), len(losers), {t.code for t in losers}) == (CALLERS, PIECES, CALLERS - PIECES, {"sold_out"})
    arrived = Event.objects.filter(kind="piece.taken", enterprise_id=enterprise.id).order_by("data__number")
    order = [winners[event.member_id] for event in arrived]
    assert len(order) == PIECES
    # Whoever was answered before another asked stands before them, and nobody was sent away before a winner had asked.
    assert [(a, b) for n, b in enumerate(order) for a in order[:n] if b.answered_at < a.asked_at] == []
    assert min(t.answered_at for t in losers) > max(t.asked_at for t in order)
