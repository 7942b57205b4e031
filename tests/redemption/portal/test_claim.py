"""The tap: once, whatever is tapped twice."""

import pytest
from django.test import Client

from benefits.models import BundlePart, Grant
from redemption.models import Redemption
from supply.models import Code
from tests.factories import make_benefit, make_bundle, make_grant, make_member
from tests.redemption.operations.claiming import code_grant, stock_of
from tests.redemption.portal.visiting import key_on, move, tap, topup_grant, visitor, words_of

pytestmark = pytest.mark.django_db


def test_one_tap_leads_to_the_redemption() -> None:
    grant = code_grant()
    response = tap(visitor(grant.member), grant.id)
    made = Redemption.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/redemptions/{made.id}/")
    assert (made.grant_id, made.state) == (grant.id, "fulfilled")


def test_a_form_sent_twice_shows_the_same_redemption() -> None:
    grant = code_grant(stock=2)
    client = visitor(grant.member)
    key = key_on(client, grant.id)
    assert [tap(client, grant.id, key=key)["Location"] for _ in range(3)] == [f"/redemptions/{Redemption.objects.get().id}/"] * 3
    assert Code.objects.filter(state="issued").count() == 1


def test_a_second_tab_shows_the_same_redemption() -> None:
    grant = code_grant(stock=2)
    client = visitor(grant.member)
    first_tab, second_tab = key_on(client, grant.id), key_on(client, grant.id)
    assert tap(client, grant.id, key=first_tab)["Location"] == tap(client, grant.id, key=second_tab)["Location"]
    assert Redemption.objects.count() == 1


def test_an_old_form_never_starts_a_second_delivery_after_a_failure() -> None:
    grant = topup_grant()
    client = visitor(grant.member)
    key = key_on(client, grant.id)
    first = tap(client, grant.id, key=key)
    move(Redemption.objects.get(), "failed")
    assert tap(client, grant.id, key=key)["Location"] == first["Location"]
    assert Redemption.objects.count() == 1


def test_trying_again_is_a_new_form() -> None:
    grant = topup_grant()
    client = visitor(grant.member)
    first = tap(client, grant.id)
    move(Redemption.objects.get(), "failed")
    again = tap(client, grant.id)
    assert again["Location"] != first["Location"]
    assert list(Redemption.objects.order_by("id").values_list("state", flat=True)) == ["failed", "pending"]


def test_a_refusal_is_said_on_the_page_and_touches_nothing() -> None:
    grant = code_grant(stock=0)
    response = tap(visitor(grant.member), grant.id)
    assert response.status_code == 409
    assert "Claim now" in words_of(response.content.decode())
    grant.refresh_from_db()
    assert (grant.state, Redemption.objects.count()) == ("claimable", 0)


def test_a_refused_form_can_be_sent_again_with_the_same_key() -> None:
    grant = code_grant(stock=0)
    client = visitor(grant.member)
    key = key_on(client, grant.id)
    assert tap(client, grant.id, key=key).status_code == 409
    stock_of(grant.benefit.product, 1)
    assert tap(client, grant.id, key=key).status_code == 302


@pytest.mark.parametrize("key", ["", "short", "x" * 129])
def test_a_form_that_is_not_ours_claims_nothing_and_shows_a_fresh_one(key: str) -> None:
    grant = code_grant()
    response = visitor(grant.member).post(f"/grants/{grant.id}/claim/", {"key": key})
    assert (response["Location"], Redemption.objects.count()) == (f"/grants/{grant.id}/", 0)


def test_the_key_of_another_grant_claims_nothing() -> None:
    one = code_grant()
    other = code_grant(member=one.member)
    client = visitor(one.member)
    key = key_on(client, one.id)
    tap(client, one.id, key=key)
    assert tap(client, other.id, key=key)["Location"] == f"/grants/{other.id}/"
    assert Redemption.objects.get().grant_id == one.id


def test_the_wrong_number_of_choices_is_refused_and_the_ticks_stay() -> None:
    grant = _bundle_of_three()
    client = visitor(grant.member)
    response = tap(client, grant.id, choices=["cake", "tea"])
    assert response.status_code == 409
    assert "Please choose exactly 1 of those offered." in words_of(response.content.decode())
    assert response.content.decode().count(" checked") == 2


def test_a_bundle_leads_to_the_page_that_shows_all_its_parts() -> None:
    grant = _bundle_of_three()
    response = tap(visitor(grant.member), grant.id, choices=["tea"])
    assert response["Location"] == f"/grants/{grant.id}/"
    assert set(Redemption.objects.values_list("benefit__code", flat=True)) == {"latte", "tea"}


def test_somebody_elses_grant_is_not_there_to_be_claimed() -> None:
    foreign = code_grant()
    assert visitor(make_member()).post(f"/grants/{foreign.id}/claim/", {"key": "12345678"}).status_code == 404
    assert Redemption.objects.count() == 0


def test_a_stranger_is_sent_to_the_login_and_nothing_is_claimed() -> None:
    grant = code_grant()
    response = Client().post(f"/grants/{grant.id}/claim/", {"key": "12345678"})
    assert (response["Location"], Redemption.objects.count()) == ("/login/", 0)


def test_without_the_csrf_token_nothing_is_claimed() -> None:
    grant = code_grant()
    client = visitor(grant.member)
    client.handler.enforce_csrf_checks = True
    response = client.post(f"/grants/{grant.id}/claim/", {"key": "12345678"})
    assert (response.status_code, Redemption.objects.count()) == (403, 0)


def test_coming_back_to_the_claims_address_shows_the_grant() -> None:
    grant = code_grant()
    assert visitor(grant.member).get(f"/grants/{grant.id}/claim/")["Location"] == f"/grants/{grant.id}/"


def _bundle_of_three() -> Grant:
    parts = [make_benefit(code=code) for code in ("latte", "cake", "tea")]
    for part in parts:
        stock_of(part.product, 1)
    bundle = make_bundle(*parts, choose_count=1)
    BundlePart.objects.filter(benefit__in=parts[1:]).update(is_optional=True)
    return make_grant(benefit=bundle)
