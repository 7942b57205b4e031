"""Benefits, terms, budgets, batches and grants as operators work them."""

from datetime import timedelta

import pytest
from django.test import Client

from benefits.models import Batch, BatchRow, Benefit, Budget, Grant, Terms
from common import clock
from common.ledger import balances_of
from tests.analytics.admin.world import sign_in
from tests.factories import make_benefit, make_budget, make_department, make_enterprise, make_grant, make_member, make_product

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NO_INLINES = {f"{name}-{count}_FORMS": "0" for name in ("parts", "terms") for count in ("TOTAL", "INITIAL")}


@pytest.fixture
def client() -> Client:
    return sign_in()


def _draft(**fields: str) -> dict[str, str]:
    given = {
        "code": "ecard-100",
        "name": "电子卡",
        "kind": "code",
        "benefit_class": "economic",
        "layer": "base",
        "currency": "CNY",
        "delivery": "claim",
        "face_value_minor": "100.00",
        "price_minor": "98.00",
        "cost_minor": "95.5",
        "choose_count": "0",
    }
    return {**given, **NO_INLINES, **fields}


def test_a_benefit_goes_from_draft_to_listed_within_a_minute(client: Client) -> None:
    client.post("/ops/benefits/benefit/add/", _draft(product=str(make_product().pk)))
    benefit = Benefit.objects.get()
    assert (benefit.state, benefit.price_minor, benefit.cost_minor) == ("draft", 9_800, 9_550)
    here = f"/ops/benefits/benefit/{benefit.pk}/act/"
    early = client.post(f"{here}list/", {"act": "list"})
    assert (early.status_code, early.context["refused"]) == (409, "Before it is listed, the benefit needs terms.")
    terms = {
        "act": "terms",
        "instructions": "打开应用",
        "valid_days": "90",
        "warn_days": "3",
        "weekdays": ["6", "7"],
        "minimum_spend_minor": "20",
    }
    client.post(f"{here}terms/", {**terms, "reason": "first version"})
    client.post(f"{here}list/", {"act": "list"})
    benefit.refresh_from_db()
    (published,) = Terms.objects.all()
    assert (benefit.state, published.weekdays, published.minimum_spend_minor) == ("listed", [6, 7], 2_000)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [({}, "product"), ({"kind": "coupon", "product": "topup"}, "product"), ({"kind": "topup", "product": "some"}, "product")],
)
def test_a_benefit_needs_the_product_of_its_kind(client: Client, fields: dict[str, str], wrong: str) -> None:
    products = {"some": str(make_product().pk), "topup": str(make_product("topup").pk)}
    form = {name: products.get(value, value) if name == "product" else value for name, value in fields.items()}
    page = client.post("/ops/benefits/benefit/add/", _draft(**form))
    assert list(page.context["adminform"].form.errors) == [wrong]


@pytest.mark.alone("operators see every enterprise's")
def test_a_benefit_that_is_listed_at_another_time_says_so(client: Client) -> None:
    at = clock.now()
    for name, window in {
        "now": {},
        "later": {"listed_from": at + DAY},
        "over": {"listed_from": at - 2 * DAY, "listed_until": at - DAY},
    }.items():
        Benefit.objects.filter(id=make_benefit("code", code=name).id).update(state="listed", **window)
    page = client.get("/ops/benefits/benefit/").content.decode()
    assert [page.count(f">{said}</span>") for said in ("Listed", "Listed later", "Listing is over")] == [1, 1, 1]


def test_a_refused_window_leaves_the_state_as_it_is_kept(client: Client) -> None:
    benefit = make_benefit("code")
    window = {"listed_from": "2099-02-01T00:00", "listed_until": "2099-01-01T00:00"}
    page = client.post(f"/ops/benefits/benefit/{benefit.pk}/change/", _draft(name="另一名", **window))
    told = [page.content.decode().count(f">{said}</span>") for said in ("Listed", "Listed later", "Listing is over")]
    assert (list(page.context["adminform"].form.errors), told) == (["listed_until"], [1, 0, 0])


def test_what_a_listed_benefit_is_traded_under_stays(client: Client) -> None:
    benefit = make_benefit(price_minor=9_500)
    client.post(f"/ops/benefits/benefit/{benefit.pk}/change/", _draft(name="新名", price_minor="1.00", code="hacked"))
    benefit.refresh_from_db()
    assert (benefit.name, benefit.price_minor, benefit.code == "hacked") == ("新名", 9_500, False)


def test_new_terms_begin_as_the_present_ones_and_change_none_of_them(client: Client) -> None:
    benefit = make_benefit()
    here = f"/ops/benefits/benefit/{benefit.pk}/act/terms/"
    form = client.get(here).context["form"]
    assert (form.initial["instructions"], form.initial["valid_days"]) == ("打开应用即可使用", 30)
    client.post(here, {"act": "terms", "instructions": "新说明", "warn_days": "3", "valid_days": "60", "reason": "longer"})
    assert list(benefit.terms.order_by("version").values_list("version", "valid_days")) == [(1, 30), (2, 60)]


def test_a_limit_without_a_number_is_refused(client: Client) -> None:
    here = f"/ops/benefits/benefit/{make_benefit().pk}/act/terms/"
    page = client.post(here, {"act": "terms", "instructions": "x", "warn_days": "3", "limit_period_days": "30", "reason": "limits"})
    assert (page.status_code, list(page.context["form"].errors)) == (400, ["limit_per_member"])


def test_a_budget_is_opened_raised_and_closed(client: Client) -> None:
    form = {
        "act": "open",
        "enterprise_id": str(make_enterprise().pk),
        "name": "2026",
        "unit": "CNY",
        "amount": "1,000.00",
        "reason": "contract 7",
    }
    client.post("/ops/benefits/budget/act/open/", form)
    budget = Budget.objects.get()
    here = f"/ops/benefits/budget/{budget.pk}/act/"
    client.post(f"{here}fund/", {"act": "fund", "amount": "-250.50", "reason": "less"})
    client.post(f"{here}close/", {"act": "close", "reason": "year over"})
    budget.refresh_from_db()
    assert (budget.state, balances_of("budget", [budget.pk])[budget.pk]["available"]) == ("closed", 74_950)


@pytest.mark.parametrize(("typed", "kept"), [("研发中心 / 平台部", "研发中心/平台部"), ("研发中心/没有", None), ("", "")])
def test_a_budget_may_be_a_departments(client: Client, typed: str, kept: str | None) -> None:
    enterprise = make_enterprise()
    make_department(enterprise, "研发中心/平台部")
    make_department(make_enterprise(), "研发中心/没有")
    form = {"act": "open", "enterprise_id": str(enterprise.pk), "name": "2026", "unit": "CNY", "amount": "10.00", "reason": "contract 7"}
    page = client.post("/ops/benefits/budget/act/open/", {**form, "department_id": typed})
    made = Budget.objects.first()
    if kept is None:
        assert (made, list(page.context["form"].errors)) == (None, ["department_id"])
    else:
        assert (made.department.path if made and made.department else "") == kept


def test_a_budget_is_not_lowered_below_what_is_reserved(client: Client) -> None:
    budget = make_budget(amount=10_000)
    page = client.post(f"/ops/benefits/budget/{budget.pk}/act/fund/", {"act": "fund", "amount": "-100.01", "reason": "too much"})
    assert (page.status_code, balances_of("budget", [budget.pk])[budget.pk]["available"]) == (409, 10_000)


def test_pieces_are_counted_whole(client: Client) -> None:
    form = {"act": "open", "enterprise_id": str(make_enterprise().pk), "name": "n", "unit": "piece", "amount": "1.5", "reason": "pieces"}
    page = client.post("/ops/benefits/budget/act/open/", form)
    assert (page.status_code, list(page.context["form"].errors)) == (400, ["amount"])


def test_budgets_that_run_low_can_be_asked_for(client: Client) -> None:
    low, _full = make_budget(amount=10_000), make_budget(amount=10_000)
    make_grant(make_member(low.enterprise), make_benefit(price_minor=9_500), budget=low)
    page = client.get("/ops/benefits/budget/?low=1")
    assert [budget.pk for budget in page.context["cl"].result_list] == [low.pk]


def test_a_grant_is_taken_back_with_a_reason(client: Client) -> None:
    grant = make_grant()
    client.post(f"/ops/benefits/grant/{grant.pk}/act/revoke/", {"act": "revoke", "reason": "given by mistake"})
    assert Grant.objects.get(pk=grant.pk).state == "revoked"


def test_undoing_a_batch_shows_what_it_does_first(client: Client) -> None:
    grant = make_grant()
    here = f"/ops/benefits/batch/{grant.batch_id}/act/undo/"
    figures = {str(figure.label): figure.value for figure in client.get(here).context["figures"]}
    assert (figures["Taken back"], figures["Claimed already, kept"]) == ("1", "0")
    client.post(here, {"act": "undo", "reason": "wrong list"})
    assert Grant.objects.get(pk=grant.pk).state == "revoked"


def test_rows_that_were_skipped_stand_on_the_page_of_their_batch_with_the_reason(client: Client) -> None:
    batch = make_grant().batch
    BatchRow.objects.create(
        batch=batch, number=7, staff_no="G01007", given="{}", outcome="skipped", reasons=[{"column": "staff_no", "code": "member_left"}]
    )
    Batch.objects.filter(pk=batch.pk).update(skipped_count=1)
    page = client.get(f"/ops/benefits/batch/{batch.pk}/change/").content.decode()
    assert "Refused and skipped rows" in page
    assert "<td>G01007</td>" in page
    assert 'title="member_left"' in page
