"""The factories themselves: what they make holds together."""

import pytest

from common.ledger import balances_of
from tests.factories import make_benefit, make_bundle, make_grant, make_member, make_offer, make_order_line, make_staff

pytestmark = pytest.mark.django_db


def test_a_grant_is_reserved_in_its_budget() -> None:
    grant = make_grant(make_member(phone="+8613812345678"), make_benefit("topup"))
    balances = balances_of("budget", [grant.budget_id])[grant.budget_id]
    assert balances == {"funding": -1_000_000, "available": 990_500, "reserved": 9_500, "spent": 0}


def test_a_bundle_has_the_parts_given() -> None:
    parts = [make_benefit(), make_benefit()]
    assert [part.benefit for part in make_bundle(*parts).parts.all()] == parts


def test_supply_and_staff_stand_alone() -> None:
    assert make_offer().cost_minor == make_order_line().cost_minor == 9_000
    assert make_staff().role == "hr_admin"
