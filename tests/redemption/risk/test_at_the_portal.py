"""Risk as members and strangers meet it: pages that work without a script, and one answer for everything that is not theirs."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.test import Client

from benefits.models import Grant
from common.visitor import DEVICE
from redemption.models import RiskDecision
from redemption.operations.risk import Party, put_on_list
from tests.factories import NOW, OPERATOR, make_member
from tests.members.codes import last_code, wrong
from tests.redemption.operations.claiming import claim, code_grant
from tests.redemption.portal.conftest import _monday_morning  # noqa: F401 - the same morning.
from tests.redemption.portal.visiting import key_on, tap, visitor, words_of
from tests.redemption.risk.rules import add_rule, exactly, only_rule

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _exactly() -> Iterator[None]:
    with exactly:
        yield


def _grant() -> Grant:
    return code_grant(member=make_member(phone="+8613812345678"))


def test_a_claim_above_the_rule_is_told_to_wait_on_the_grants_page_and_takes_nothing() -> None:
    only_rule(most=1)
    grant = _grant()
    client, key = visitor(grant.member), key_on(visitor(grant.member), grant.id)
    tap(client, code_grant(member=grant.member, stock=0).id)
    response = tap(client, grant.id, key=key)
    assert response.status_code == 429
    assert "That was too often. Please wait a little and try again." in words_of(response.content.decode())
    assert Grant.objects.get(id=grant.id).state == "claimable"


def test_a_challenge_is_met_with_a_code_to_the_members_own_phone_and_the_claim_goes_on() -> None:
    only_rule(most=1, answer="challenge")
    grant = _grant()
    client = visitor(grant.member)
    tap(client, code_grant(member=grant.member, stock=0).id)
    challenge = tap(client, grant.id)
    assert (challenge.status_code, challenge["Location"]) == (302, f"/confirm/?next=%2Fgrants%2F{grant.id}%2F")
    sent = words_of(client.post("/confirm/", {"send": "1", "next": f"/grants/{grant.id}/"}).content.decode())
    assert "We sent a code to 138****5678 . It is good for ten minutes." in sent
    back = client.post("/confirm/", {"code": last_code(), "next": f"/grants/{grant.id}/"})
    assert (back.status_code, back["Location"]) == (302, f"/grants/{grant.id}/")
    assert tap(client, grant.id)["Location"].startswith("/redemptions/")


def test_a_wrong_code_passes_no_challenge_and_is_a_guess() -> None:
    only_rule(most=1, answer="challenge")
    guesses = add_rule("guess", "member", most=1, answer="slow")
    client = visitor(_grant().member)
    client.post("/confirm/", {"send": "1"})
    answers = [client.post("/confirm/", {"code": wrong(last_code())}).status_code for _n in range(2)]
    assert answers == [422, 429]
    assert RiskDecision.objects.get().rule_id == guesses.id


def test_somebody_without_phone_or_mail_is_told_whom_to_ask() -> None:
    words = words_of(visitor(make_member()).get("/confirm/").content.decode())
    assert "There's no phone or email of yours that a code could go to. Please ask your company's contact." in words


def test_a_challenge_leads_back_to_this_site_alone() -> None:
    client = visitor(_grant().member)
    client.post("/confirm/", {"send": "1"})
    response = client.post("/confirm/", {"code": last_code(), "next": "https://evil.test/"})
    assert response["Location"] == "/"


def test_a_member_who_guesses_addresses_is_slowed_challenged_and_blocked() -> None:
    only_rule("guess", "member", most=1)
    add_rule("guess", "member", most=2, answer="challenge")
    add_rule("guess", "member", most=3, answer="block")
    client = visitor(_grant().member)
    answers = [client.get(f"/grants/{uuid4()}/") for _n in range(4)]
    assert [answer.status_code for answer in answers] == [404, 429, 302, 403]
    assert answers[1]["Retry-After"] == "1200"
    assert answers[2]["Location"] == "/confirm/?next=%2F"


def test_foreign_and_missing_look_the_same_within_the_budget_and_above_it() -> None:
    only_rule("guess", "member", most=2)
    client, foreign = visitor(make_member()), _grant()
    pages = [client.get(f"/grants/{grant_id}/") for grant_id in (uuid4(), foreign.id, uuid4(), foreign.id)]
    assert [page.status_code for page in pages] == [404, 404, 429, 429]
    assert pages[0].content == pages[1].content
    assert pages[2].content == pages[3].content


def test_wrong_codes_at_the_sign_in_are_guesses_of_the_address() -> None:
    only_rule("guess", "address", most=1)
    add_rule("guess", "address", most=2, answer="block")
    client = Client(headers={"accept-language": "en"})
    client.post("/login/", {"address": "13812345678"})
    pages = [client.post("/login/code/", {"code": "000000"}) for _n in range(4)]
    assert [page.status_code for page in pages] == [422, 429, 403, 403]


def test_who_signs_in_is_marked_as_one_device_once() -> None:
    client = Client()
    first = client.get("/login/").cookies[DEVICE]
    assert (first["httponly"], first["samesite"]) == (True, "Lax")
    assert DEVICE not in client.get("/login/").cookies


def test_a_blocked_member_is_shown_no_code() -> None:
    grant = _grant()
    [redemption] = claim(grant)
    put_on_list(verdict="block", party=Party("contact", "13812345678"), expires_at=None, by=OPERATOR, reason="resold", at=NOW)
    response = visitor(grant.member).post(f"/redemptions/{redemption.id}/code/")
    assert response.status_code == 403
    assert "CODE-" not in response.content.decode()
    assert redemption.reveals.count() == 0


@pytest.mark.parametrize("path", ["/login/"])
def test_a_blocked_number_can_not_ask_for_a_code(path: str) -> None:
    put_on_list(verdict="block", party=Party("contact", "13812345678"), expires_at=None, by=OPERATOR, reason="resold", at=NOW)
    response = Client(headers={"accept-language": "en"}).post(path, {"address": "138 1234 5678"})
    assert response.status_code == 403
    assert "please ask your company's contact" in words_of(response.content.decode())
