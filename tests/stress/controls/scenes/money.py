"""Budgets: spent by many at once, overspent, and told of an outcome twice."""

from functools import partial

from tests.stress.controls.play import Play, at_once
from tests.stress.controls.scenes.scene import scene

_PRICE = "SELECT price_minor FROM benefits_benefit WHERE code = 'ecard-100'"


def one_budget(play: Play) -> None:
    """Four grants of one budget in the same instant."""
    with play.cast.armed("ledger.between_balance_and_postings=sleep:0.4"):
        at_once(*(partial(play.grant, play.member()) for _turn in range(4)))


def short_budget(play: Play) -> None:
    """A budget that reaches for one of two grants, asked for both in the same instant."""
    program, people = play.program(1), play.enterprise(1)["members"]
    (budget,) = play.ask("budgets", lambda: program.get("budgets")).json()["results"]
    price = play.cast.run(_PRICE)[0][0]
    pieces = budget["available"] // price
    with play.cast.armed("grant.before_commit=sleep:0.4"):
        at_once(*(partial(play.grant, people[number], which=1, quantity=pieces) for number in range(2)))


def told_twice(play: Play) -> None:
    """A grant of a batch was claimed; its budget is told, and told again."""
    members = [play.member() for _turn in range(4)]
    batch = play.batch(members)
    grants = dict(play.cast.run("SELECT member_id::text, id::text FROM benefits_grant WHERE batch_id = %s", batch))
    play.claim(members[0], grants[members[0]["id"]])
    for _turn in range(2):
        play.clerk("settle_batch", batch=batch)


SCENES = (
    scene(one_budget, "web"),
    scene(short_budget, "web", is_alone=True),
    scene(told_twice, "web", "clerk"),
)
