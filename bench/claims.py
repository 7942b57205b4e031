"""
Claims over HTTP, as ``make run`` serves them, beside the bare claim transaction from as many connections.

HTTP: granian, the whole middleware, the member's token, the counted allowance, the idempotency key, the claim, the answer.
Beside both ``GET me`` over the same connections: what a request costs that only says who asks.
Bare: BEGIN, lock the grant, take a code, insert the redemption, mark the grant, COMMIT; the feed's triggers on both sides.
"""

from collections.abc import Sequence
from uuid import UUID, uuid4

from bench.bare import BareClaims
from bench.figures import Aim, Figure, figure_of_rounds
from bench.ground import make_grants, make_ground, make_stock, open_grants_of, settle_tables, sign_in_all
from bench.loads import rate
from bench.readers import Reader
from bench.web import served
from bench.wire import Connection, request

CONNECTIONS = 8
ROUNDS = 5
HTTP_A_ROUND, BARE_A_ROUND, WARM_UP = 600, 2400, 200


def measure(scale: float) -> tuple[list[Figure], list[str]]:
    """Rounds of HTTP and of bare SQL, one right after the other."""
    over_http, bare = max(CONNECTIONS, int(HTTP_A_ROUND * scale)), max(CONNECTIONS, int(BARE_A_ROUND * scale))
    ground = make_ground(members=500)
    total = WARM_UP + ROUNDS * (over_http + bare) + CONNECTIONS
    benefit, lot = make_stock(max(10_000, 2 * total))
    tokens = sign_in_all(ground, kind="api")
    grants = iter(make_grants(ground, benefit, total - CONNECTIONS))
    settle_tables()

    def next_grants(count: int) -> list[tuple[UUID, UUID]]:
        return [next(grants) for _ in range(count)]

    with served() as port:
        callers = [_Caller(port, tokens) for _ in range(CONNECTIONS)]
        claimers = [BareClaims(ground, benefit, lot) for _ in range(CONNECTIONS)]
        rate(callers, next_grants(WARM_UP))
        readers = [Reader(port, tokens) for _ in range(CONNECTIONS)]
        askers = list(tokens)[:over_http]
        rounds = [(rate(callers, next_grants(over_http)), rate(claimers, next_grants(bare)), rate(readers, askers)) for _ in range(ROUNDS)]
    assert open_grants_of(benefit) == 0
    aim = Aim(0.3, at_least=True)
    claims = [(http, sql) for http, sql, _me in rounds]
    nothing = [(me, sql) for _http, sql, me in rounds]
    figures = [
        figure_of_rounds(claims, name="claims over HTTP", against="bare SQL", unit="claims/s", aim=aim),
        figure_of_rounds(nothing, name="GET me over HTTP", against="bare SQL", unit="a second"),
    ]
    return figures, [f"{CONNECTIONS} connections on all sides, {ROUNDS} rounds of {over_http} and {bare} claims, medians"]


class _Caller:
    """One member app after another over one connection."""

    def __init__(self, port: int, tokens: dict[UUID, str]) -> None:
        self._connection, self._tokens = Connection(port), tokens

    def __call__(self, grants: Sequence[tuple[UUID, UUID]]) -> None:
        for asked in [self._claim(grant, member) for grant, member in grants]:
            answer = self._connection.ask(asked)
            if answer.status != 201:
                raise RuntimeError(f"A claim was answered {answer.status}: {answer.body.decode()}")

    def _claim(self, grant: UUID, member: UUID) -> bytes:
        return request(
            "POST",
            f"/api/v1/grants/{grant}/claim",
            body=b"{}",
            Authorization=f"Bearer {self._tokens[member]}",
            Idempotency_Key=uuid4().hex,
            Content_Type="application/json",
            Accept="application/json",
        )
