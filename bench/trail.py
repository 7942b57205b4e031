"""
Claims that leave their trail in the feed, beside claims that leave none.

The operation itself in threads. Without: the triggers of grants, codes and redemptions are disabled by ALTER TABLE, which
nothing but a benchmark's own database ever sees.
"""

from django.db import connection

from bench.figures import Aim, Figure, figure_of_rounds
from bench.ground import make_grants, make_ground, make_stock, open_grants_of, settle_tables
from bench.operation import claims_a_second
from common.feed.models import Event

THREADS = 4
ROUNDS = 40
CLAIMS_A_ROUND, WARM_UP = 200, 100
TABLES = ("benefits_grant", "supply_code", "redemption_redemption")


def measure(scale: float) -> tuple[list[Figure], list[str]]:
    """Rounds of claims with the feed and without."""
    claims = max(THREADS, int(CLAIMS_A_ROUND * scale))
    ground = make_ground(members=500)
    benefit, _lot = make_stock(100_000)
    grants = iter(make_grants(ground, benefit, WARM_UP + 2 * ROUNDS * claims))
    settle_tables()

    def one_side(*, writes: bool, count: int = claims) -> float:
        _set_triggers("ENABLE" if writes else "DISABLE")
        return claims_a_second([next(grants) for _ in range(count)], threads=THREADS)

    one_side(writes=True, count=WARM_UP)
    before = Event.objects.count()
    pairs = []
    for number in range(ROUNDS):  # Neither is always first: what one leaves behind, such as a page to be written, the other meets.
        sides = {writes: one_side(writes=writes) for writes in ((True, False) if number % 2 else (False, True))}
        pairs.append((sides[True], sides[False]))
    events = (Event.objects.count() - before) / (ROUNDS * claims)
    assert open_grants_of(benefit) == 0
    figure = figure_of_rounds(pairs, name="claims with the feed", against="without", unit="claims/s", aim=Aim(0.9, at_least=True))
    return [figure], [f"{THREADS} threads, {ROUNDS} rounds of {claims} claims each, medians; {events:g} events a claim"]


def _set_triggers(verb: str) -> None:
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} {verb} TRIGGER USER")
