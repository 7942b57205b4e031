"""Which offers for a product are live, and why the others are not."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils.translation import override

from supply.models import Offer, Supplier
from supply.queries.offers import sources_of
from supply.rules.days import home_day
from tests.analytics.admin.world import sign_in
from tests.factories import NOW, make_benefit, make_offer, make_product, make_supplier

pytestmark = pytest.mark.django_db
TODAY = home_day(NOW)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("supplier", "offer", "why_not"),
    [
        ({}, {}, ""),
        ({"contract_ends_on": TODAY}, {"starts_on": TODAY, "ends_on": TODAY}, ""),
        ({}, {"is_active": False}, "switched off"),
        ({"state": "suspended"}, {}, "its supplier is suspended"),
        ({"contract_ends_on": YESTERDAY}, {}, "its supplier is out of contract"),
        ({}, {"starts_on": TOMORROW}, "not yet begun"),
        ({}, {"ends_on": YESTERDAY}, "over"),
    ],
)
@override("en")
def test_an_offer_says_why_nothing_can_be_bought_by_it(supplier: dict[str, Any], offer: dict[str, Any], why_not: str) -> None:
    made = make_offer(make_product("topup"), make_supplier())
    Supplier.objects.update(**supplier)
    Offer.objects.update(**offer)
    assert [str(source.why_not) for source in sources_of(made.product_id, at=NOW)] == [why_not]


def test_those_that_are_live_come_first_in_the_order_in_which_they_are_asked() -> None:
    product = make_product("topup")
    over, second, first = [make_offer(product, make_supplier(), cost_minor=cost) for cost in (10, 30, 20)]
    Offer.objects.filter(id=over.id).update(ends_on=YESTERDAY)
    assert [source.id for source in sources_of(product.id, at=NOW)] == [first.id, second.id, over.id]


@pytest.mark.parametrize("kind", ["benefit", "product", "offers"])
def test_operators_read_it_on_the_product_the_benefit_and_the_list(kind: str) -> None:
    benefit = make_benefit("topup")
    make_offer(benefit.product, make_supplier(state="suspended"))
    pages = {
        "benefit": f"benefits/benefit/{benefit.pk}/change",
        "product": f"supply/product/{benefit.product_id}/change",
        "offers": "supply/offer",
    }
    page = sign_in().get(f"/ops/{pages[kind]}/", headers={"accept-language": "en"}).content.decode()
    assert "its supplier is suspended" in page
