"""
One flash benefit over HTTP, as ``make run`` serves it: 10,000 members ask for 500 pieces at the same time.

Beside it ``GET me`` over the same connections: what a request costs that only says who asks.
"""

import json
from collections.abc import Sequence
from datetime import timedelta
from time import perf_counter
from uuid import UUID

from bench.arrivals import Tap, contradictions, p99, sent_away_too_early
from bench.figures import Aim, Figure
from bench.ground import Ground, make_ground, make_stock, settle_tables, sign_in_all
from bench.loads import rate
from bench.readers import Reader
from bench.web import served
from bench.wire import Connection, request
from benefits.models import Opening
from benefits.operations import OpeningPlan, draft_opening, publish_opening
from common import clock
from common.actors import system
from common.feed.models import Event

CONNECTIONS = 32
REQUESTS, PIECES, BASELINE, WARM_UP = 10_000, 500, 2_000, 200
LOSERS_WAIT_SECONDS = 1.0


def measure(scale: float) -> tuple[list[Figure], list[str]]:
    """The baseline, the burst, the baseline again. An order that can't be so, or one piece too many, is no figure but an error."""
    asked, pieces = max(CONNECTIONS * 2, int(REQUESTS * scale)), max(1, int(PIECES * scale))
    ground = make_ground(members=asked)
    tokens = sign_in_all(ground, kind="api")
    opening = _open(ground, pieces)
    settle_tables()
    members = [member.id for member in ground.members]
    with served() as port:
        # A server closes what is silent for long: each part has connections of its own.
        rate(_readers(port, tokens), members[:WARM_UP])
        before = rate(_readers(port, tokens), members[: int(BASELINE * scale)])
        takers = [_Taker(port, tokens, opening) for _ in range(CONNECTIONS)]
        burst = rate(takers, members)
        after = rate(_readers(port, tokens), members[: int(BASELINE * scale)])
    winners, losers = _judged([tap for taker in takers for tap in taker.taps], ground, pieces)
    busy = sum(tap.status == 503 for tap in losers)
    return [
        Figure("winners", len(winners), "pieces", pieces, "", Aim(1.0, at_least=True)),
        Figure("losers' p99", p99(losers), "limit", LOSERS_WAIT_SECONDS, "s", Aim(1.0)),
        Figure("the burst over HTTP", burst, "GET me", (before + after) / 2, "requests/s"),
    ], [
        f"{asked:,} members, one request each, over {CONNECTIONS} connections, all released together; {len(losers) - busy:,} answered `sold_out`, {busy:,} `busy`",
        f"the last winner asked {_since_start(winners, losers):.2f} s after the first request; winners' p99 {p99(winners):.2f} s",
        "order: of every two winners, whoever was answered before the other asked has the lower number in the feed; nobody was sent away "
        "before a later one won",
    ]


def _open(ground: Ground, pieces: int) -> Opening:
    benefit, _lot = make_stock(pieces)
    at, by = clock.now(), system("bench")
    plan = OpeningPlan(ground.enterprise.id, "秒杀", benefit.id, ground.budget.id, pieces, opens_at=at, closes_at=at + timedelta(hours=1))
    return publish_opening(opening_id=draft_opening(plan, by=by, at=at).id, by=by, at=at)


def _judged(taps: Sequence[Tap], ground: Ground, pieces: int) -> tuple[list[Tap], list[Tap]]:
    """Winners in the order of the feed, and losers; anything that was promised otherwise is raised."""
    won = {tap.member: tap for tap in taps if tap.status == 201}
    losers = [tap for tap in taps if tap.status != 201]
    gone = [tap for tap in losers if tap.status == 409]
    strangers = {(tap.status, tap.code) for tap in losers} - {(409, "sold_out"), (503, "busy")}
    arrived = Event.objects.filter(kind="piece.taken", enterprise_id=ground.enterprise.id).order_by("data__number")
    order = [won[member] for member in arrived.values_list("member_id", flat=True) if member]
    faults = {
        "answered otherwise": strangers,
        "winners": len(won) != pieces or len(order) != pieces,
        "out of order": contradictions(order),
        "sent away too early": sent_away_too_early(gone, order),
    }
    if any(faults.values()):
        raise RuntimeError(f"The burst broke its promise: {faults}")
    return order, losers


def _since_start(winners: Sequence[Tap], losers: Sequence[Tap]) -> float:
    return max(tap.asked_at for tap in winners) - min(tap.asked_at for tap in [*winners, *losers])


def _readers(port: int, tokens: dict[UUID, str]) -> list[Reader]:
    return [Reader(port, tokens) for _ in range(CONNECTIONS)]


class _Taker:
    """One member app after another over one connection, each asking for a piece once."""

    def __init__(self, port: int, tokens: dict[UUID, str], opening: Opening) -> None:
        self._connection, self._tokens, self._path = Connection(port), tokens, f"/api/v1/openings/{opening.id}/claim"
        self.taps: list[Tap] = []

    def __call__(self, members: Sequence[UUID]) -> None:
        for member, asked in [(member, self._request(member)) for member in members]:
            asked_at = perf_counter()
            answer = self._connection.ask(asked)
            answered_at = perf_counter()
            code = "" if answer.status == 201 else json.loads(answer.body).get("code", "")
            self.taps.append(Tap(member, asked_at, answered_at, answer.status, code))

    def _request(self, member: UUID) -> bytes:
        headers = {"Authorization": f"Bearer {self._tokens[member]}", "Idempotency_Key": f"flash-{member}"}
        return request("POST", self._path, body=b"{}", Content_Type="application/json", Accept="application/json", **headers)
