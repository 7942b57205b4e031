"""Orders to suppliers are found by what an operator has in hand, and an index answers each question."""

from collections.abc import Iterable

import pytest
from django.contrib.admin.sites import AdminSite
from django.db import connection
from django.db.models import Model, QuerySet
from django.test import Client

from benefits.models import Grant
from common.console import ops_site
from common.console.search import Look
from common.ids import new_id
from members.operations import bind_account
from redemption.models import Redemption
from supply.models import Lot, PurchaseOrder, TopUp
from tests.analytics.admin.world import sign_in
from tests.factories import NOW, make_benefit, make_grant, make_member, make_offer, make_order_line, make_product, make_supplier
from tests.redemption.operations.claiming import claim, owner, stock_of

pytestmark = pytest.mark.django_db
SITE: AdminSite = ops_site
PHONE, MAIL, OWN_NUMBER = "13812345678", "lin@galaxy.test", "QQ-10001"


def topup() -> Redemption:
    """A claimed top-up, with a phone, a mail and an account at its brand that are its member's; and another beside it."""
    made = []
    for number, phone in enumerate((f"+86{PHONE}", "+8613900000000")):
        member = make_member(phone=phone, email=MAIL if number == 0 else "")
        benefit = make_benefit("topup")
        make_offer(benefit.product, make_supplier(connector="quanyi-http", base_url="http://supplier.test"))
        made.append(claim(make_grant(member, benefit), account=phone)[0])
        TopUp.objects.filter(id=made[-1].topup_id).update(supplier_order_id=f"SB-{number}-4711")
    brand = made[0].benefit.product.brand.slug
    bind_account(member_id=made[0].member_id, brand=brand, kind="text", value=OWN_NUMBER, by=owner(made[0].member_id), at=NOW)
    return made[0]


def found(model: str, text: str) -> set[str]:
    page = sign_in().get(f"/ops/supply/{model}/", {"q": text})
    return {str(row.pk) for row in page.context["cl"].result_list}


def test_a_topup_is_found_by_whatever_somebody_has_in_hand() -> None:
    redemption = topup()
    order = TopUp.objects.get(id=redemption.topup_id)
    texts = (
        order.reference,
        order.reference[:20],
        "SB-0-4711",
        "SB-0",
        order.id,
        redemption.id,
        redemption.grant_id,
        redemption.grant.serial,
        redemption.member_id,
        PHONE,
        MAIL,
        OWN_NUMBER,
    )
    assert {str(text): found("topup", str(text)) for text in texts} == {str(text): {str(order.pk)} for text in texts}
    assert [found("topup", text) for text in ("4711", "SB_0", "1381234567", "QQ-1000", str(new_id()))] == [set()] * 5


def test_a_purchase_order_is_found_by_the_numbers_of_either_side() -> None:
    product = make_product()
    lot = stock_of(product, 1)
    line = lot.order_line
    make_order_line()
    PurchaseOrder.objects.filter(id=line.order_id).update(invoice="FP-2026-0815")
    Lot.objects.filter(id=lot.id).update(number="L20260302-7")
    bought = topup()
    TopUp.objects.filter(id=bought.topup_id).update(purpose_id=line.id)
    reference = TopUp.objects.get(id=bought.topup_id).reference
    texts = (line.order.number, line.order.number.lower(), "FP-2026", "l20260302", "SB-0-4711", reference)
    assert {text: found("purchaseorder", text) for text in texts} == {text: {str(line.order_id)} for text in texts}
    assert found("purchaseorder", "0815") == set()


@pytest.mark.parametrize("model", [TopUp, PurchaseOrder])
def test_what_can_be_searched_stands_below_the_field(model: type[Model]) -> None:
    page = sign_in().get(f"/ops/supply/{model._meta.model_name}/", headers={"accept-language": "en"}).content.decode()
    labels = [str(look.label) for look in SITE._registry[model].search_fields]  # type: ignore[attr-defined]
    assert ", ".join(labels).replace("'", "&#x27;") in page


@pytest.mark.parametrize("model", [TopUp, PurchaseOrder, Grant])
def test_no_question_reads_a_whole_table(model: type[Model]) -> None:
    topup()
    looks: Iterable[Look] = SITE._registry[model].search_fields  # type: ignore[assignment]
    plans = {}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    for look in looks:
        for text in (str(new_id()), PHONE, MAIL):
            condition = look.condition(text)
            if condition is not None:
                rows: QuerySet[Model] = model._default_manager.filter(condition).order_by()
                plans[f"{look.label} {text}"] = rows.values_list("pk", flat=True).explain()
    assert {asked for asked, plan in plans.items() if "Seq Scan" in plan} == set()


@pytest.mark.alone("operators see every enterprise's")
def test_what_belongs_to_somebody_does_not_stand_in_the_way_of_finding_them() -> None:
    redemption = topup()
    client: Client = sign_in()
    answer = client.get("/ops/find/", {"q": PHONE})
    assert answer.headers["Location"] == f"/ops/members/member/{redemption.member_id}/change/"
    assert client.get("/ops/find/", {"q": "SB-0-4711"}).headers["Location"] == f"/ops/supply/topup/{redemption.topup_id}/change/"
