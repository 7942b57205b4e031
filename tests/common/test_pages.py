"""Pages by key."""

from typing import Any

import pytest

from common.pages import Place, numbered, page_at
from members.models import Enterprise
from tests.factories import make_enterprise

pytestmark = pytest.mark.django_db


def slugs(place: Place, order: str = "slug") -> tuple[list[str], Any, Any]:
    page = page_at(place, Enterprise.objects.all(), order=order)
    return [row.slug for row in page.rows], page.next_key, page.previous_key


@pytest.fixture(autouse=True)
def _five() -> None:
    for slug in "abcde":
        make_enterprise(slug)


@pytest.mark.parametrize(("text", "number"), [("7", 7), ("9" * 18, 10**18 - 1), ("9" * 19, None), ("٣", None), ("-1", None), ("", None)])
def test_only_what_a_row_may_be_numbered_is_a_number(text: str, number: int | None) -> None:
    assert numbered(text) == number


def test_the_first_page_has_nothing_before_it() -> None:
    assert slugs(Place(2)) == (["a", "b"], "b", None)


def test_a_page_in_between_leads_both_ways() -> None:
    assert slugs(Place(2, "b")) == (["c", "d"], "d", "c")


def test_the_last_page_has_nothing_after_it() -> None:
    assert slugs(Place(2, "d")) == (["e"], None, "e")


def test_going_back_gives_the_page_as_it_was() -> None:
    assert slugs(Place(2, "e", is_before=True)) == (["c", "d"], "d", "c")
    assert slugs(Place(2, "c", is_before=True)) == (["a", "b"], "b", None)


def test_the_highest_may_come_first() -> None:
    assert slugs(Place(2, "d"), order="-slug") == (["c", "b"], "b", "c")


def test_a_page_beyond_the_end_is_empty() -> None:
    assert slugs(Place(2, "z")) == ([], None, None)


def test_a_row_that_arrives_shifts_nothing() -> None:
    make_enterprise("aa")
    assert slugs(Place(2, "b"))[0] == ["c", "d"]
