"""The report by class: what is on offer, what was given, and what became of it."""

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from benefits.queries.classes import benefits_by_class
from tests.analytics.admin.world import sign_in
from tests.factories import NOW, make_benefit, make_grant, make_user

pytestmark = pytest.mark.django_db
ENDS: tuple[dict[str, Any], ...] = (
    {},
    {"state": "scheduled"},
    {"state": "claimed", "claimed_at": NOW},
    {"state": "fulfilled", "claimed_at": NOW, "fulfilled_at": NOW},
    {"state": "used", "claimed_at": NOW, "fulfilled_at": NOW, "used_at": NOW, "used_said_by": "member"},
    {"state": "expired", "expired_at": NOW},
)


def test_each_class_says_what_became_of_what_was_given(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    service = make_benefit("service", benefit_class="service")
    for fields in ENDS:
        make_grant(benefit=service, **fields)
    make_benefit("badge", benefit_class="social", state="draft")
    with django_assert_num_queries(1):
        lines = {line.value: line for line in benefits_by_class()}
    assert list(lines) == ["economic", "service", "privilege", "social"]
    line = lines["service"]
    assert (line.listed, line.given, line.open, line.claimed, line.used, line.expired) == (1, 6, 2, 3, 1, 1)
    assert (lines["social"].listed, lines["social"].given) == (0, 0)


def test_the_page_leads_to_the_benefits_of_each_class() -> None:
    make_benefit("service", name="按摩", benefit_class="service")
    make_benefit("badge", name="五年", benefit_class="social")
    client = sign_in()
    page = client.get("/ops/benefit-classes/").content.decode()
    address = "/ops/benefits/benefit/?benefit_class__exact=service"
    assert address in page
    found = client.get(address).context["cl"].result_list
    assert [benefit.name for benefit in found] == ["按摩"]


def test_whoever_may_not_see_grants_is_not_told() -> None:
    assert sign_in(make_user(is_staff=True)).get("/ops/benefit-classes/").status_code == 403
