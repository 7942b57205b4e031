"""An operator's scope: rows of their enterprises and no others, in lists, searches, choices and pages; without hidden fields."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

import config.urls  # noqa: F401  The consoles are complete once the addresses are.
from benefits.models import Grant
from common.console import ops_site
from common.console.scope import PLATFORM_WIDE, path_of
from members.models import Enterprise, OperatorScope, User
from tests.analytics.admin.world import make_world, sign_in
from tests.factories import make_enterprise, make_grant, make_member, make_offer, make_operator, make_user

pytestmark = pytest.mark.django_db


def _limited(*enterprises: Enterprise, hides: tuple[str, ...] = ()) -> Client:
    """An operator with every right to look, limited to some enterprises."""
    user = make_user(is_staff=True)
    user.user_permissions.set(Permission.objects.all())
    scope = OperatorScope.objects.create(user=user, hides=list(hides), is_limited=bool(enterprises))
    scope.enterprises.set(enterprises)
    return sign_in(User.objects.get(pk=user.pk))


def _two() -> tuple[Grant, Grant]:
    return (make_grant(make_member(make_enterprise(name="银河"))), make_grant(make_member(make_enterprise(name="远山"))))


def test_every_noun_of_the_console_leads_to_an_enterprise_or_is_known_to_be_the_platforms() -> None:
    admins = {admin.opts.label_lower: admin for admin in ops_site._registry.values() if hasattr(admin, "scope_path")}
    lost = [label for label, admin in admins.items() if path_of(admin.model, admin.scope_path) == ""]
    assert lost == []
    assert PLATFORM_WIDE - set(admins) == set()


@pytest.mark.parametrize("noun", ["benefits/grant", "benefits/batch", "benefits/budget", "members/member", "members/enterprise"])
def test_lists_show_own_rows_and_no_others(noun: str) -> None:
    mine, foreign = _two()
    rows = {"grant": "serial", "batch": "batch_id", "budget": "budget_id", "member": "member_id", "enterprise": "enterprise_id"}
    html = _limited(mine.enterprise).get(f"/ops/{noun}/").content.decode()
    name = rows[noun.split("/")[1]]
    assert (str(getattr(mine, name)) in html, str(getattr(foreign, name)) in html) == (True, False)


def test_pages_searches_and_choices_of_others_are_missing() -> None:
    mine, foreign = _two()
    client = _limited(mine.enterprise)
    assert client.get(f"/ops/benefits/grant/{foreign.pk}/change/").status_code == 404
    assert str(foreign.pk) not in client.get(f"/ops/benefits/grant/?q={foreign.serial}").content.decode()
    found = client.get("/ops/autocomplete/?app_label=benefits&model_name=grant&field_name=enterprise&term=").json()
    assert [row["text"] for row in found["results"]] == ["银河"]
    assert "远山" not in client.get("/ops/benefits/grant/act/give/").content.decode()


@pytest.mark.parametrize("page", ["find/?q=x", "stock/", "unknown/", "invariants/", "changes/", "staff-patterns/"])
def test_pages_over_the_whole_platform_are_closed_to_them(page: str) -> None:
    mine, _foreign = _two()
    assert _limited(mine.enterprise).get(f"/ops/{page}").status_code == 403


def test_callbacks_are_those_of_their_own_orders() -> None:
    topup = make_world().unknown
    callback, stranger = topup.callbacks.get(), make_enterprise(name="远山")
    theirs = Enterprise.objects.get(pk=topup.enterprise_id)
    for client, seen in ((_limited(theirs), True), (_limited(stranger), False), (sign_in(make_operator()), True)):
        assert (str(callback.pk) in client.get("/ops/supply/callback/").content.decode()) is seen
        assert client.get(f"/ops/supply/callback/{callback.pk}/change/").status_code == (200 if seen else 404)
    assert _limited(stranger).get("/ops/supply/lostorder/").status_code == 403


def test_the_sidebar_leads_them_to_no_page_that_is_closed() -> None:
    mine, _foreign = _two()
    client = _limited(mine.enterprise)
    sidebar = client.get("/ops/benefits/grant/").context["sidebar_navigation"]
    links = {item["link"] for group in sidebar for item in group["items"]}
    assert {link: client.get(link).status_code for link in links if client.get(link).status_code != 200} == {}
    assert "/ops/unknown/" not in links
    everything = sign_in(make_operator()).get("/ops/benefits/grant/").context["sidebar_navigation"]
    assert "/ops/unknown/" in {item["link"] for group in everything for item in group["items"]}


def test_today_tells_them_no_figures_of_the_platform() -> None:
    mine, _foreign = _two()
    assert _limited(mine.enterprise).get("/ops/").status_code == 200


def test_whoever_has_no_scope_sees_everything() -> None:
    mine, foreign = _two()
    html = sign_in(make_operator()).get("/ops/benefits/grant/").content.decode()
    assert (mine.serial in html, foreign.serial in html) == (True, True)


def test_costs_are_hidden_in_lists_pages_and_downloads() -> None:
    from io import BytesIO

    from openpyxl import load_workbook

    from tests.factories import make_benefit

    benefit = make_benefit(cost_minor=7_777, price_minor=8_888)
    offer = make_offer(cost_minor=7_777)
    offered = make_benefit(product=offer.product)
    client = _limited(hides=("cost",))
    page = client.get(f"/ops/benefits/benefit/{benefit.pk}/change/").content.decode()
    assert ("77.77" in page, "88.88" in page) == (False, False)
    for address in (f"/ops/supply/product/{offer.product_id}/change/", f"/ops/benefits/benefit/{offered.pk}/change/"):
        assert "77.77" not in client.get(address).content.decode()
        assert "77.77" in sign_in().get(address).content.decode()
    assert client.get("/ops/supply/offer/").status_code == 403
    book = load_workbook(BytesIO(client.get("/ops/benefits/benefit/taken.xlsx").content))
    text = str([[cell.value for cell in row] for row in book.active.rows])
    assert "77.77" not in text


def test_phones_and_codes_are_hidden() -> None:
    member = make_member(phone="+8613812345678")
    client = _limited(hides=("phone", "code"))
    assert "138****5678" not in client.get(f"/ops/members/member/{member.pk}/change/").content.decode()
    assert client.get("/ops/supply/code/").status_code == 403
    assert client.get("/ops/members/sentmessage/").status_code == 403
