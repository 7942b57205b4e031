"""Who grants more than there is in stock is told so before, and by how much."""

import pytest

from benefits.models import BundlePart
from benefits.queries.hr.shortage import shortages_of
from members.models import Enterprise
from tests.benefits.hr.desk import at_desk, sheet, upload, workshop
from tests.benefits.hr.test_query_counts import queries
from tests.factories import NOW, make_benefit, make_bundle, make_enterprise, make_grant, make_member
from tests.redemption.operations.claiming import stock_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def enterprise() -> Enterprise:
    return workshop()


def missing(enterprise: Enterprise, *rows: tuple[str, str, str]) -> list[int]:
    """By how many pieces the preview of these rows says that stock is short, product by product."""
    client, _staff = at_desk(enterprise)
    batch = upload(client, sheet(*rows))
    page = client.get(f"/hr/batches/{batch.id}/")
    assert ("claimed once operators have bought more" in page.content.decode()) is bool(page.context["shortages"])
    return [short.missing for short in page.context["shortages"]]


def test_what_is_in_stock_is_not_mentioned(enterprise: Enterprise) -> None:
    stock_of(make_benefit("code", code="card", price_minor=100).product, 3)
    assert missing(enterprise, ("G01001", "card", "2"), ("G01002", "card", "1"), ("G01003", "phone-50", "1")) == []


def test_the_preview_says_how_many_codes_are_missing(enterprise: Enterprise) -> None:
    stock_of(make_benefit("code", code="card", price_minor=100).product, 3)
    assert missing(enterprise, ("G01001", "card", "2"), ("G01002", "card", "4"), ("G09999", "card", "50")) == [3]


def test_what_others_wait_to_claim_is_promised_already(enterprise: Enterprise) -> None:
    benefit = make_benefit("code", code="card", price_minor=100)
    stock_of(benefit.product, 3)
    for state in ("claimable", "scheduled", "expired"):
        make_grant(make_member(make_enterprise()), benefit, state=state, expired_at=NOW if state == "expired" else None)
    assert missing(enterprise, ("G01001", "card", "1")) == []
    assert missing(enterprise, ("G01001", "card", "2")) == [1]


def test_the_parts_of_a_bundle_count_and_those_to_choose_from_do_not(enterprise: Enterprise) -> None:
    part, choice = make_benefit("code"), make_benefit("code")
    bundle = make_bundle(part, choice, code="tea", price_minor=100)
    BundlePart.objects.filter(bundle=bundle, benefit=part).update(quantity=2)
    BundlePart.objects.filter(bundle=bundle, benefit=choice).update(is_optional=True)
    stock_of(part.product, 3)
    assert missing(enterprise, ("G01001", "tea", "2")) == [1]


def test_many_products_are_asked_for_as_often_as_one(enterprise: Enterprise) -> None:
    codes = [make_benefit("code", code=f"card-{n}", price_minor=100).code for n in range(6)]
    client, _staff = at_desk(enterprise)
    one = upload(client, sheet(("G01001", codes[0], "1")))
    many = upload(client, sheet(*[("G01002", code, "1") for code in codes]))
    counts = [queries(client, f"/hr/batches/{batch.id}/") for batch in (one, many)]
    assert counts[0] == counts[1] <= 24
    assert len(shortages_of(many, at=NOW)) == 6
