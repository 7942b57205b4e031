"""A grant as operators see it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.analytics.admin.world import sign_in
from tests.factories import NOW, make_grant

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return sign_in()


@pytest.mark.parametrize(
    ("state", "times", "is_back"),
    [
        ("expired", {"expired_at": NOW, "settled_at": NOW}, 1),
        ("revoked", {"revoked_at": NOW, "settled_at": NOW}, 1),
        ("expired", {"expired_at": NOW}, 0),
        ("fulfilled", {"claimed_at": NOW, "fulfilled_at": NOW, "settled_at": NOW}, 0),
    ],
)
def test_a_grant_says_that_its_amount_went_back_once_its_budget_has_it(
    client: Client, state: str, times: dict[str, Any], is_back: int
) -> None:
    grant = make_grant(committed=1_800, claimable_until=NOW + timedelta(days=1), state=state, **times)
    page = client.get(f"/ops/benefits/grant/{grant.pk}/change/").content.decode()
    assert (page.count("¥18.00"), page.count("went back to the budget")) == (1, is_back)
