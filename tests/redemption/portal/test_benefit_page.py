"""A benefit's page: for those who hold it, held it, or may be given it; missing for everybody else."""

from datetime import timedelta
from typing import Any

import pytest

from tests.factories import NOW, make_benefit, make_bundle, make_enterprise, make_grant, make_member
from tests.redemption.portal.visiting import seen, visitor

pytestmark = pytest.mark.django_db


def test_it_says_what_it_is_worth_since_when_and_how_one_gets_it() -> None:
    member = make_member(make_enterprise(name="星河科技", support_contact="hr@galaxy.test"))
    make_benefit(code="gift", name="购物卡", value_source="官方价目表", value_on=NOW.date())
    page = seen(visitor(member), "/benefits/gift/")
    assert "What it is worth Worth ¥100 free for you 官方价目表, as of 2 Mar 2026" in page
    assert "How to get it 星河科技 gives it to its people." in page
    assert "Questions: hr@galaxy.test" in page


def test_it_lists_those_of_it_that_are_mine() -> None:
    grant = make_grant(benefit=make_benefit(code="gift", name="购物卡"), claimable_until=NOW + timedelta(days=2))
    assert "Yours 1 购物卡 2 days left" in seen(visitor(grant.member), "/benefits/gift/")


def test_a_bundle_says_what_is_inside() -> None:
    make_bundle(make_benefit(name="拿铁"), make_benefit(name="可颂"), code="pack")
    assert "What is inside 拿铁 可颂" in seen(visitor(make_member()), "/benefits/pack/")


@pytest.mark.parametrize(
    "fields",
    [{"state": "draft"}, {"state": "delisted"}, {"listed_from": NOW + timedelta(days=1)}, {"listed_until": NOW}],
    ids=["draft", "delisted", "too early", "too late"],
)
def test_what_is_not_listed_is_there_only_for_its_holders(fields: dict[str, Any]) -> None:
    grant = make_grant(benefit=make_benefit(code="gift", **fields))
    assert visitor(make_member()).get("/benefits/gift/").status_code == 404
    assert visitor(grant.member).get("/benefits/gift/").status_code == 200


def test_what_is_for_another_enterprise_is_not_there() -> None:
    make_benefit(code="gift", enterprise=make_enterprise())
    assert visitor(make_member()).get("/benefits/gift/").status_code == 404
