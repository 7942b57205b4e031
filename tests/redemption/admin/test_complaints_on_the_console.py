"""Complaints as operators read and answer them, and what a lot's page and Today say of them."""

import pytest
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from members.models import Enterprise, OperatorScope, User
from redemption.models import Complaint, Redemption
from supply.models import Lot
from tests.analytics.admin.world import sign_in
from tests.factories import make_user
from tests.redemption.operations.complaining import complain_about_all, shown_codes
from tests.redemption.portal.visiting import words_of

pytestmark = pytest.mark.django_db
LIST = "/ops/redemption/complaint/"


def limited_to(enterprise: Enterprise) -> Client:
    user = make_user(is_staff=True)
    user.user_permissions.set(Permission.objects.all())
    OperatorScope.objects.create(user=user, is_limited=True).enterprises.set([enterprise])
    return sign_in(User.objects.get(pk=user.pk))


def page_of(client: Client, address: str) -> str:
    return words_of(client.get(address).content.decode())


def complaint_of(redemption: Redemption) -> Complaint:
    return Complaint.objects.get(redemption=redemption)


def test_the_list_is_filtered_by_state_lot_and_supplier() -> None:
    first, one = shown_codes(1)
    second, two = shown_codes(1)
    complain_about_all([*one, *two])
    supplier = first.order_line.order.supplier_id
    client = sign_in()
    for query in (f"lot__id__exact={first.id}", f"lot__order_line__order__supplier__id__exact={supplier}"):
        page = page_of(client, f"{LIST}?{query}")
        assert (first.number in page, second.number in page) == (True, False)
    assert first.number in page_of(client, f"{LIST}?state__exact=open")
    assert first.number not in page_of(client, f"{LIST}?state__exact=rejected")


def test_one_complaint_or_many_ask_the_database_as_often() -> None:
    client, asked = sign_in(), []
    client.get(LIST)
    for count in (1, 12):
        for _more in range(count):
            complain_about_all(shown_codes(1)[1])
        with CaptureQueriesContext(connection) as found:
            assert client.get(LIST).status_code == 200
        asked.append(len(found))
    assert asked[0] == asked[1]


def test_the_lots_page_asks_as_often_for_one_complaint_as_for_many() -> None:
    client, asked = sign_in(), []
    for count in (1, 9):
        lot, redemptions = shown_codes(count)
        complain_about_all(redemptions)
        client.get(f"/ops/supply/lot/{lot.id}/change/")
        with CaptureQueriesContext(connection) as found:
            client.get(f"/ops/supply/lot/{lot.id}/change/")
        asked.append(len(found))
    assert asked[0] == asked[1]


def test_an_operator_rejects_with_words_for_the_member() -> None:
    (redemption,) = shown_codes(1)[1]
    complain_about_all([redemption])
    here = f"{LIST}{complaint_of(redemption).pk}/act/reject/"
    client = sign_in()
    assert client.post(here, {"act": "reject", "reason": ""}).status_code == 400
    assert complaint_of(redemption).state == "open"
    client.post(here, {"act": "reject", "reason": "It was used in your name."})
    complaint = complaint_of(redemption)
    assert (complaint.state, complaint.answer, complaint.decided_by[:5]) == ("rejected", "It was used in your name.", "user:")


def test_an_operator_confirms_and_makes_good_from_the_complaint() -> None:
    (redemption,) = shown_codes(1)[1]
    complain_about_all([redemption])
    here, client = f"{LIST}{complaint_of(redemption).pk}/act/", sign_in()
    client.post(f"{here}confirm/", {"act": "confirm", "reason": "dead at the supplier"})
    assert complaint_of(redemption).state == "confirmed"
    answer = client.post(f"{here}reissue/", {"act": "reissue", "reason": "dead at the supplier"})
    made = Redemption.objects.get(replaces=redemption)
    assert (answer.status_code, answer["Location"]) == (302, f"/ops/redemption/redemption/{made.pk}/change/")
    client.post(f"{here}reissue/", {"act": "reissue", "reason": "again"})
    assert Redemption.objects.filter(grant=redemption.grant).count() == 2


def test_without_the_right_nothing_is_answered() -> None:
    (redemption,) = shown_codes(1)[1]
    complain_about_all([redemption])
    user = make_user(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_complaint"))
    client, here = sign_in(User.objects.get(pk=user.pk)), f"{LIST}{complaint_of(redemption).pk}/"
    assert client.get(f"{here}change/").status_code == 200
    for act in ("confirm", "reject", "reissue"):
        assert client.post(f"{here}act/{act}/", {"act": act, "reason": "because"}).status_code in (403, 404)
    assert complaint_of(redemption).state == "open"


def test_an_operator_limited_to_an_enterprise_sees_its_complaints_alone() -> None:
    mine, foreign = shown_codes(1), shown_codes(1)
    complain_about_all([*mine[1], *foreign[1]])
    client = limited_to(mine[1][0].enterprise)
    page = page_of(client, LIST)
    assert (mine[0].number in page, foreign[0].number in page) == (True, False)
    assert client.get(f"{LIST}{complaint_of(foreign[1][0]).pk}/change/").status_code == 404
    # A lot is everybody's: what all enterprises say of it is not for one who is limited to some.
    assert "Complaints about its codes" not in page_of(client, f"/ops/supply/lot/{foreign[0].id}/change/")


def test_a_lots_page_counts_its_complaints_and_says_that_it_is_frozen() -> None:
    lot, redemptions = shown_codes(8)
    client, here = sign_in(), f"/ops/supply/lot/{lot.id}/change/"
    assert "Nobody has complained." in page_of(client, here)
    complain_about_all(redemptions[:3])
    page = page_of(client, here)
    assert "To be decided 3 Confirmed 0 Rejected 0 Members who complain 3 Of the codes shown 37.5 %" in page
    assert "The platform froze this lot on 2026-03-02 10:00" in page
    assert "3 members complained; 8 codes were shown" in page_of(client, f"/ops/supply/lot/{lot.id}/history/")


def test_today_tells_of_frozen_lots_and_of_complaints() -> None:
    cache.clear()
    lot, redemptions = shown_codes(3)
    enterprise = redemptions[0].enterprise
    Lot.objects.filter(id=shown_codes(1)[0].id).update(state="quarantined")
    complain_about_all(redemptions)
    page = page_of(sign_in(), "/ops/")
    assert ("1 lot is frozen" in page, "1 lot is quarantined" in page) == (True, True)
    assert "3 complaints about codes wait for an answer" in page
    assert lot.number in page_of(sign_in(), "/ops/supply/lot/?frozen=1")
    assert page_of(limited_to(enterprise), "/ops/").count("complaints") == 0
