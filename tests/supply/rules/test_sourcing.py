"""Which source a top-up is ordered from."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from common.ids import new_id
from supply.rules.sourcing import Candidate, choose_source

TODAY = date(2026, 3, 2)


def candidate(**fields: object) -> Candidate:
    usual = Candidate(
        offer_id=new_id(),
        supplier_name="青禾",
        is_buyable=True,
        has_connector=True,
        is_active=True,
        starts_on=None,
        ends_on=None,
        minimum_quantity=1,
        priority=100,
        cost_minor=4900,
    )
    return replace(usual, **fields)  # type: ignore[arg-type]


def chosen(*candidates: Candidate, quantity: int = 1) -> UUID | None:
    choice = choose_source(candidates, quantity=quantity, today=TODAY)
    return choice.offer_id if choice else None


def test_lowest_priority_number_is_asked_first_then_the_lowest_cost() -> None:
    dear, cheap, first = candidate(), candidate(cost_minor=1), candidate(priority=1, cost_minor=9999)
    assert chosen(dear, cheap, first) == first.offer_id
    assert chosen(dear, cheap) == cheap.offer_id


@pytest.mark.parametrize(
    "flaw",
    [
        {"is_buyable": False},
        {"has_connector": False},
        {"is_active": False},
        {"starts_on": TODAY + timedelta(days=1)},
        {"ends_on": TODAY - timedelta(days=1)},
        {"minimum_quantity": 2},
    ],
    ids=lambda flaw: next(iter(flaw)),
)
def test_source_that_can_not_deliver_is_passed_over(flaw: dict[str, object]) -> None:
    sound = candidate(priority=999)
    assert chosen(candidate(**flaw), sound) == sound.offer_id
    assert chosen(candidate(**flaw)) is None


def test_first_and_last_day_of_an_offer_count() -> None:
    assert chosen(candidate(starts_on=TODAY, ends_on=TODAY)) is not None


@pytest.mark.parametrize(
    ("others", "reason"),
    [
        ([], "only_one"),
        ([{"priority": 200}], "priority"),
        ([{"cost_minor": 4901}, {"priority": 200}], "cheapest"),
        ([{}], "oldest"),
        ([{"is_active": False}], "only_one"),
    ],
)
def test_choice_says_why_as_a_code(others: list[dict[str, object]], reason: str) -> None:
    choice = choose_source([candidate(), *(candidate(**fields) for fields in others)], quantity=1, today=TODAY)
    assert choice is not None
    assert choice.reason == reason


def test_choice_carries_what_it_was_decided_by() -> None:
    choice = choose_source([candidate(), candidate(priority=200)], quantity=1, today=TODAY)
    assert choice is not None
    assert choice.facts == {"supplier": "青禾", "priority": 100, "cost_minor": 4900, "usable": 2}
