"""The code: shown when asked for, to its owner, and kept nowhere."""

import pytest
from django.test import Client

from redemption.models import Redemption, Reveal
from tests.factories import day, make_benefit, make_grant, make_member, make_terms
from tests.redemption.operations.claiming import claim, stock_of
from tests.redemption.portal.visiting import topup_grant, visitor, words_of

pytestmark = pytest.mark.django_db


def _claimed_code(**terms: object) -> tuple[Client, Redemption, str]:
    benefit = make_benefit()
    lot = stock_of(benefit.product, 1, expires_on=day("2026-03-31"))
    grant = make_grant(benefit=benefit, terms=make_terms(benefit, **terms))
    [redemption] = claim(grant)
    return visitor(grant.member), redemption, f"CODE-{lot.codes.get().id.hex[-8:].upper()}"


def test_the_code_is_masked_until_it_is_asked_for() -> None:
    client, redemption, code = _claimed_code()
    html = client.get(f"/redemptions/{redemption.id}/").content.decode()
    assert code not in html
    assert "Your code is ready" in words_of(html)
    assert Reveal.objects.count() == 0


def test_asking_shows_code_card_number_and_the_last_moment_it_works() -> None:
    client, redemption, code = _claimed_code()
    words = words_of(client.post(f"/redemptions/{redemption.id}/code/").content.decode())
    assert f"Card no. 000000 Copy Card no. Code {code} Copy Code" in words
    assert "It works until 31 Mar 2026, 23:59 (UTC+8)." in words


def test_each_showing_is_recorded_with_its_place_and_device() -> None:
    client, redemption, _code = _claimed_code()
    client.post(f"/redemptions/{redemption.id}/code/", headers={"user-agent": "WeChat"}, REMOTE_ADDR="203.0.113.9")
    [reveal] = Reveal.objects.all()
    assert (reveal.redemption_id, reveal.actor, reveal.channel) == (redemption.id, f"member:{redemption.member_id}", "portal")
    assert (reveal.address, reveal.device) == ("203.0.113.9", "WeChat")


def test_the_answer_with_the_code_is_kept_by_nobody() -> None:
    client, redemption, code = _claimed_code()
    response = client.post(f"/redemptions/{redemption.id}/code/")
    assert response["Cache-Control"] == "no-store"
    assert "Content-Encoding" not in response
    assert code not in str(response.headers)
    assert not response.cookies


def test_a_reload_by_address_shows_no_code() -> None:
    client, redemption, _code = _claimed_code()
    response = client.get(f"/redemptions/{redemption.id}/code/")
    assert (response.status_code, response["Location"]) == (302, f"/redemptions/{redemption.id}/")
    assert Reveal.objects.count() == 0


def test_the_link_to_use_it_opens_outside_and_tells_nothing() -> None:
    client, redemption, _code = _claimed_code(use_url="https://mall.example/gift?a=1&b=2")
    html = client.post(f"/redemptions/{redemption.id}/code/").content.decode()
    assert 'href="https://mall.example/gift?a=1&amp;b=2" target="_blank" rel="noopener noreferrer"' in html


def test_a_link_that_would_run_as_a_script_is_shown_to_nobody() -> None:
    client, redemption, _code = _claimed_code(use_url="javascript:alert(1)")
    assert "javascript:" not in client.post(f"/redemptions/{redemption.id}/code/").content.decode()


def test_somebody_elses_code_is_not_there() -> None:
    _client, redemption, _code = _claimed_code()
    assert visitor(make_member()).post(f"/redemptions/{redemption.id}/code/").status_code == 404
    assert Reveal.objects.count() == 0


def test_what_has_no_code_shows_none() -> None:
    grant = topup_grant()
    [redemption] = claim(grant)
    response = visitor(grant.member).post(f"/redemptions/{redemption.id}/code/")
    assert response.status_code == 409
    assert "There's no code here to show." in words_of(response.content.decode())


def test_without_the_csrf_token_no_code_is_shown() -> None:
    client, redemption, _code = _claimed_code()
    client.handler.enforce_csrf_checks = True
    assert client.post(f"/redemptions/{redemption.id}/code/").status_code == 403
    assert Reveal.objects.count() == 0
