"""One form for every kind: the kind first, then its own fields and no others; its first terms with it."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localtime

from benefits.models import Benefit, Terms
from benefits.models.benefit import BenefitKind
from benefits.operations import publish_terms
from benefits.operations.catalogue.listing import BenefitIncomplete, SharedCodeUnflagged, list_benefit
from benefits.operations.catalogue.publish_terms import TermsFaulty
from benefits.rules.covers import COVERS
from benefits.rules.specifics import SPECIFICS, opened_specifics
from redemption.portal.covers import DRAWN
from tests.analytics.admin.world import sign_in
from tests.factories import NOW, OPERATOR, make_benefit, make_product, make_terms

pytestmark = pytest.mark.django_db
ADD = "/ops/benefits/benefit/add/"
NO_TERMS = {"terms-TOTAL_FORMS": "0", "terms-INITIAL_FORMS": "0"}
GIVEN: dict[str, dict[str, str]] = {
    "coupon": {"discount": "percent", "percent_off": "20", "most_off_minor": "50", "serial_pattern": "CT-??????????", "stores": "食堂"},
    "service": {"provider": "IT", "contact": "8888", "uses": "3"},
    "content": {"link": "https://example.com/book"},
    "event": {"starts_at": "2026-03-06T18:30", "ends_at": "2026-03-06T20:30", "venue": "三楼", "seats": "40"},
    "quota": {"amount": "50", "unit": "GB"},
    "badge": {"meaning": "五年"},
}


@pytest.fixture
def client() -> Client:
    return sign_in()


def draft(kind: str, **fields: str) -> dict[str, str]:
    given = {
        "code": "made-here",
        "name": "新权益",
        "kind": kind,
        "benefit_class": "economic",
        "layer": "base",
        "currency": "CNY",
        "delivery": "claim",
        "face_value_minor": "10",
        "price_minor": "10",
        "cost_minor": "10",
        "warn_days": "3",
    }
    return {**given, **fields}


def fields_on(page: Any) -> set[str]:
    return set(page.context["adminform"].form.fields)


def test_the_kind_is_chosen_first_on_a_page_of_links(client: Client) -> None:
    page = client.get(ADD)
    assert [kind for kind, _label, _meaning in page.context["kinds"]] == list(BenefitKind.values)
    assert all(f'href="?kind={kind}"' in page.content.decode() for kind in BenefitKind.values)


@pytest.mark.parametrize("kind", BenefitKind.values)
def test_a_form_has_the_fields_of_its_kind_and_no_others(client: Client, kind: str) -> None:
    shown = fields_on(client.get(f"{ADD}?kind={kind}"))
    own = {field.name for field in SPECIFICS.get(kind, ())}
    foreign = {field.name for other, fields in SPECIFICS.items() if other != kind for field in fields} - own
    assert (own - shown, shown & foreign, "seats" in shown) == (set(), set(), kind == "event")


def marked(page: str, name: str) -> tuple[bool, bool]:
    """Whether the label of a field has a star, and its input says that it is required."""
    label = re.search(rf'<label[^>]*for="id_{name}"[^>]*>(.*?)</label>', page, re.DOTALL)
    control = re.search(rf'<(?:input|select|textarea)[^>]*name="{name}"[^>]*>', page)
    assert label is not None
    assert control is not None
    return "*</span>" in label[1], re.search(r"\srequired\b", control[0]) is not None


def needed(kind: str) -> dict[str, bool]:
    return {field.name: field.is_required for field in SPECIFICS[kind]}


@pytest.mark.parametrize("kind", SPECIFICS)
def test_what_every_benefit_of_a_kind_needs_is_marked_on_its_first_form(client: Client, kind: str) -> None:
    page = client.get(f"{ADD}?kind={kind}").content.decode()
    wanted = {**needed(kind), "instructions": True, "instructions_en": False}
    assert {name: marked(page, name) for name in wanted} == {name: (is_needed, is_needed) for name, is_needed in wanted.items()}


@pytest.mark.parametrize("kind", SPECIFICS)
def test_it_is_marked_on_the_form_of_new_terms_too_and_refused_without(client: Client, kind: str) -> None:
    here = f"/ops/benefits/benefit/{make_benefit(kind).pk}/act/terms/"
    page = client.get(here).content.decode()
    assert {name: marked(page, name) for name in needed(kind)} == {name: (must, must) for name, must in needed(kind).items()}
    errors = client.post(here, {"act": "terms", "instructions": "x", "warn_days": "3", "reason": "new"}).context["form"].errors
    assert {name: [str(fault) for fault in faults] for name, faults in errors.items()} == {
        name: ["Every benefit of this kind needs it."] for name, must in needed(kind).items() if must
    }


@pytest.mark.parametrize(("kind", "is_marked"), [("code", True), ("topup", True), ("coupon", False), ("service", False)])
def test_the_product_is_marked_where_the_kind_is_one_product(client: Client, kind: str, is_marked: bool) -> None:
    assert marked(client.get(f"{ADD}?kind={kind}").content.decode(), "product")[0] is is_marked


@pytest.mark.parametrize("kind", GIVEN)
def test_one_form_makes_a_benefit_of_each_kind_that_can_be_listed_at_once(client: Client, kind: str) -> None:
    answer = client.post(ADD, draft(kind, instructions="凭本页使用", **GIVEN[kind]))
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    benefit, terms = Benefit.objects.get(), Terms.objects.get()
    assert (benefit.kind, terms.version, terms.instructions) == (kind, 1, "凭本页使用")
    assert set(terms.specifics) == set(GIVEN[kind]) - {"seats", "stores"}
    client.post(f"/ops/benefits/benefit/{benefit.pk}/act/list/", {"act": "list"})
    benefit.refresh_from_db()
    assert benefit.state == "listed"


def test_what_is_typed_is_kept_as_what_it_is(client: Client) -> None:
    client.post(ADD, draft("event", instructions="到场", **GIVEN["event"]))
    benefit, terms = Benefit.objects.get(), Terms.objects.get()
    starts_at = opened_specifics("event", terms.specifics)["starts_at"]
    assert (benefit.seats, f"{localtime(starts_at):%Y-%m-%d %H:%M}") == (40, "2026-03-06 18:30")


def test_a_benefit_can_be_drafted_without_terms(client: Client) -> None:
    client.post(ADD, draft("service"))
    assert (Benefit.objects.get().state, Terms.objects.count()) == ("draft", 0)


@pytest.mark.parametrize(
    ("kind", "fields", "wrong"),
    [
        ("content", {"instructions": "x", "link": "http://example.com"}, "link"),
        ("event", {"instructions": "x", **GIVEN["event"], "ends_at": "2026-03-06T18:00"}, "ends_at"),
        ("quota", {"amount": "50", "unit": "GB"}, "instructions"),
        ("coupon", {"instructions": "x", **GIVEN["coupon"], "serial_pattern": "WELCOME"}, "is_shared"),
        ("service", {"instructions": "x", "provider": "IT", "uses": "2"}, "contact"),
    ],
)
def test_a_fault_stands_beside_its_field_and_nothing_is_made(client: Client, kind: str, fields: dict[str, str], wrong: str) -> None:
    page = client.post(ADD, draft(kind, **fields))
    assert (list(page.context["adminform"].form.errors), Benefit.objects.count()) == ([wrong], 0)


def test_new_terms_of_a_kind_begin_as_the_present_ones(client: Client) -> None:
    benefit = make_benefit("service")
    make_terms(benefit, specifics={"provider": "IT", "contact": "8888", "uses": 3})
    here = f"/ops/benefits/benefit/{benefit.pk}/act/terms/"
    form = client.get(here).context["form"]
    assert (form.initial["uses"], "percent_off" in form.fields, "minimum_spend_minor" in form.fields) == (3, False, True)
    given = {"act": "terms", "instructions": "x", "warn_days": "3", "provider": "IT", "contact": "8888", "uses": "5", "reason": "more"}
    assert client.post(here, given).status_code == 302
    assert [terms.specifics.get("uses") for terms in benefit.terms.order_by("version")] == [None, 3, 5]


def test_seats_can_be_changed_once_it_is_listed_and_its_price_can_not(client: Client) -> None:
    event = make_benefit("event", seats=20, price_minor=100)
    client.post(f"/ops/benefits/benefit/{event.pk}/change/", draft("event", seats="40", price_minor="9", **NO_TERMS))
    event.refresh_from_db()
    assert (event.seats, event.price_minor) == (40, 100)


def test_an_event_without_seats_can_not_be_listed() -> None:
    event = make_benefit("event", state="draft")
    make_terms(event, specifics={"starts_at": "2026-03-06T18:30:00+08:00", "ends_at": "2026-03-06T20:30:00+08:00", "venue": "三楼"})
    with pytest.raises(BenefitIncomplete) as refused:
        list_benefit(benefit_id=event.id, by=OPERATOR, at=NOW)
    assert str(refused.value.facts["missing"]) == "a number of seats"


def test_a_shared_code_can_not_be_listed_without_the_flag() -> None:
    coupon = make_benefit("coupon", state="draft")
    shared = {"discount": "amount", "amount_minor": 1000, "serial_pattern": "WELCOME"}
    make_terms(coupon, specifics=shared)
    with pytest.raises(SharedCodeUnflagged):
        list_benefit(benefit_id=coupon.id, by=OPERATOR, at=NOW)
    make_terms(coupon, specifics={**shared, "is_shared": True})
    assert list_benefit(benefit_id=coupon.id, by=OPERATOR, at=NOW).state == "listed"


def test_a_shared_code_is_shown_in_red_before_it_is_listed(client: Client) -> None:
    coupon = make_benefit("coupon", state="draft")
    make_terms(coupon, specifics={"discount": "amount", "amount_minor": 1000, "serial_pattern": "WELCOME", "is_shared": True})
    figures = client.get(f"/ops/benefits/benefit/{coupon.pk}/act/list/").context["figures"]
    assert [(str(figure.value), figure.tone) for figure in figures if figure.tone == "red"] == [("the same for everybody", "red")]


def test_terms_that_can_not_be_kept_are_refused_by_the_act_itself() -> None:
    with pytest.raises(TermsFaulty):
        publish_terms(benefit_id=make_benefit("content").id, by=OPERATOR, at=NOW, instructions="x", link="http://example.com")
    assert Terms.objects.count() == 1


def test_a_coupons_codes_come_from_its_product_or_its_pattern() -> None:
    coupon = make_benefit("coupon", product=make_product())
    given: dict[str, Any] = {"discount": "amount", "amount_minor": 100, "serial_pattern": "CT-??????????"}
    with pytest.raises(TermsFaulty):
        publish_terms(benefit_id=coupon.id, by=OPERATOR, at=NOW, instructions="x", **given)


def test_every_cover_that_can_be_chosen_is_drawn() -> None:
    assert set(COVERS) == DRAWN
