"""Accounts that top-ups land in: bound, verified by a code, removed; in their own place or in the middle of a claim."""

import pytest
from django.test import Client

from benefits.models import Grant
from members.models import BoundAccount, Member, SentMessage
from tests.factories import make_benefit, make_brand, make_bundle, make_grant, make_member, make_product
from tests.redemption.portal.visiting import seen, visitor, words_of

pytestmark = pytest.mark.django_db


def _needing_an_account(kind: str = "phone", *, phone: str = "") -> tuple[Client, Member, Grant]:
    product = make_product("topup", account_kind=kind, brand=make_brand("xing", name="星映"))
    grant = make_grant(make_member(phone=phone), make_benefit("topup", product=product))
    return visitor(grant.member), grant.member, grant


def test_the_brands_of_what_i_was_given_can_be_bound_also_inside_a_bundle() -> None:
    product = make_product("topup", brand=make_brand(name="星映"))
    grant = make_grant(benefit=make_bundle(make_benefit("topup", product=product)))
    assert "星映 Mobile number Use this account" in seen(visitor(grant.member), "/accounts/")


def test_my_own_phone_is_bound_with_one_tap_and_needs_no_code() -> None:
    client, member, grant = _needing_an_account(phone="+8613812345678")
    response = client.post(f"/grants/{grant.id}/account/", {"brand": "xing", "own": "yes"})
    assert response["Location"] == f"/grants/{grant.id}/"
    account = BoundAccount.objects.get(member=member)
    assert (account.masked, account.verified_at is not None) == ("138****5678", True)
    assert "星映 goes to 138****5678 Claim now" in seen(client, f"/grants/{grant.id}/")


def test_another_phone_is_confirmed_by_a_code_sent_there_and_the_claim_waits_for_it() -> None:
    client, member, grant = _needing_an_account(phone="+8613812345678")
    client.post(f"/grants/{grant.id}/account/", {"brand": "xing", "value": "13900001111"})
    page = seen(client, f"/grants/{grant.id}/")
    assert "139****1111 isn't confirmed yet." in page
    assert "First say above where it should go." in page
    account = BoundAccount.objects.get(member=member)
    sent = client.post(f"/accounts/{account.id}/code/", {"next": f"/grants/{grant.id}/"})
    assert sent["Location"] == f"/accounts/{account.id}/verify/?next=%2Fgrants%2F{grant.id}%2F"
    done = client.post(f"/accounts/{account.id}/verify/", {"code": _code_sent(), "next": f"/grants/{grant.id}/"})
    assert done["Location"] == f"/grants/{grant.id}/"
    assert "星映 goes to 139****1111 Claim now" in seen(client, f"/grants/{grant.id}/")


def test_a_wrong_code_confirms_nothing() -> None:
    client, member, _grant = _needing_an_account()
    client.post("/accounts/", {"brand": "xing", "value": "13900001111"})
    account = BoundAccount.objects.get(member=member)
    client.post(f"/accounts/{account.id}/code/")
    response = client.post(f"/accounts/{account.id}/verify/", {"code": "1"})
    assert response.status_code == 422
    assert "That code isn't right" in words_of(response.content.decode())
    assert BoundAccount.objects.get(member=member).verified_at is None


def test_a_code_asked_for_twice_at_once_says_to_wait() -> None:
    client, member, _grant = _needing_an_account()
    client.post("/accounts/", {"brand": "xing", "value": "13900001111"})
    path = f"/accounts/{BoundAccount.objects.get(member=member).id}/code/"
    client.post(path)
    assert client.post(path).status_code == 429


def test_what_is_no_phone_is_said_beside_the_field_of_its_brand() -> None:
    client, _member, grant = _needing_an_account()
    for path in ("/accounts/", f"/grants/{grant.id}/account/"):
        response = client.post(path, {"brand": "xing", "value": "12"})
        assert response.status_code == 422
        assert 'value="12" aria-invalid="true" aria-describedby="value-xing-error"' in response.content.decode()


def test_an_account_name_is_typed_twice() -> None:
    client, member, _grant = _needing_an_account(kind="text")
    assert client.post("/accounts/", {"brand": "xing", "value": "lin", "again": "lim"}).status_code == 422
    assert client.post("/accounts/", {"brand": "xing", "value": "lin.chao", "again": "lin.chao"}).status_code == 302
    assert BoundAccount.objects.get(member=member).verified_at is not None


def test_a_brand_that_i_was_not_given_can_not_be_bound() -> None:
    client, member, _grant = _needing_an_account()
    make_brand("other")
    assert client.post("/accounts/", {"brand": "other", "value": "13900001111"}).status_code == 422
    assert not BoundAccount.objects.filter(member=member).exists()


def test_a_bound_account_can_be_exchanged_and_removed() -> None:
    client, member, _grant = _needing_an_account(phone="+8613812345678")
    client.post("/accounts/", {"brand": "xing", "own": "yes"})
    client.post("/accounts/", {"brand": "xing", "value": "13900001111"})
    account = BoundAccount.objects.get(member=member, removed_at=None)
    assert account.masked == "139****1111"
    client.post(f"/accounts/{account.id}/remove/")
    assert not BoundAccount.objects.filter(member=member, removed_at=None).exists()


def test_somebody_elses_account_is_not_there() -> None:
    owner, member, _grant = _needing_an_account()
    owner.post("/accounts/", {"brand": "xing", "value": "13900001111"})
    path = f"/accounts/{BoundAccount.objects.get(member=member).id}"
    client = visitor(make_member())
    assert [client.post(f"{path}/{act}/").status_code for act in ("code", "verify", "remove")] == [404, 404, 404]


def _code_sent() -> str:
    message = SentMessage.objects.order_by("-id").first()
    assert message is not None
    return next(word for word in message.text.split() if word.isdigit() and len(word) == 6)
