"""
Claims with a million codes in stock, beside claims with ten thousand: a deep stock must cost a claim nothing.

The operation itself in threads, without HTTP, one product each; the two take turns, neither always first.
"""

from bench.figures import Aim, Figure, figure_of_rounds
from bench.ground import make_grants, make_ground, make_stock, open_grants_of, settle_tables
from bench.operation import claims_a_second

THREADS = 4
ROUNDS = 30
DEEP, SHALLOW = 1_000_000, 10_000
CLAIMS_A_ROUND, WARM_UP = 200, 100


def measure(scale: float) -> tuple[list[Figure], list[str]]:
    """Rounds of claims from the deep stock and from the shallow one."""
    deep, shallow = max(20_000, int(DEEP * scale)), SHALLOW
    claims = max(THREADS, int(CLAIMS_A_ROUND * min(1.0, 2 * scale)))
    ground = make_ground(members=500)
    benefits = [make_stock(count)[0] for count in (deep, shallow)]
    sides = [iter(make_grants(ground, benefit, WARM_UP + ROUNDS * claims)) for benefit in benefits]
    settle_tables()
    for side in sides:
        claims_a_second([next(side) for _ in range(WARM_UP)], threads=THREADS)

    pairs = []
    for number in range(ROUNDS):
        rates = {
            place: claims_a_second([next(sides[place]) for _ in range(claims)], threads=THREADS) for place in (number % 2, 1 - number % 2)
        }
        pairs.append((rates[0], rates[1]))
    assert [open_grants_of(benefit) for benefit in benefits] == [0, 0]
    figure = figure_of_rounds(
        pairs,
        name=f"claims, {deep:,} codes",
        against=f"{shallow:,} codes",
        unit="claims/s",
        aim=Aim(0.95 if scale >= 10 else 0.9, at_least=True),
    )
    return [figure], [f"{THREADS} threads, {ROUNDS} rounds of {claims} claims each, medians"]
