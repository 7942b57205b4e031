"""The status: it says where things are, moves by itself, and tells what to do when they went wrong."""

from datetime import timedelta

import pytest
from django.test import Client

from redemption.models import Redemption
from redemption.operations import reissue
from tests.factories import NOW, OPERATOR, make_benefit, make_bundle, make_grant, make_member, make_terms
from tests.redemption.operations.claiming import claim, code_grant, stock_of
from tests.redemption.portal.visiting import move, seen, topup_grant, visitor, words_of

pytestmark = pytest.mark.django_db


def _claimed_topup() -> tuple[Client, Redemption]:
    grant = topup_grant()
    claim(grant)
    return visitor(grant.member), Redemption.objects.get()


def test_a_top_up_on_its_way_says_where_it_goes() -> None:
    client, redemption = _claimed_topup()
    assert "On its way It goes to 138****5678" in seen(client, f"/redemptions/{redemption.id}/")


def test_an_open_page_asks_and_gets_nothing_new_until_something_has_moved() -> None:
    client, redemption = _claimed_topup()
    path = _poll_path(client, redemption)
    answer = client.get(path, headers={"HX-Request": "true"}).content.decode()
    assert 'id="poll"' in answer
    assert "redemption-status" not in answer


def test_an_open_page_gets_the_new_state_and_stops_asking_when_it_is_final() -> None:
    client, redemption = _claimed_topup()
    path = _poll_path(client, redemption)
    move(redemption, "fulfilled")
    answer = client.get(path, headers={"HX-Request": "true"}).content.decode()
    assert '<div id="redemption-status" hx-swap-oob="innerHTML">' in answer
    assert "It's yours Delivered to 138****5678 on 2 Mar 2026, 10:00." in words_of(answer)
    assert 'id="poll"' not in answer


def test_without_javascript_the_page_looks_again_by_itself_while_it_is_open() -> None:
    client, redemption = _claimed_topup()
    path = f"/redemptions/{redemption.id}/"
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in client.get(path).content.decode()
    move(redemption, "fulfilled")
    assert "http-equiv" not in client.get(path).content.decode()


def test_an_unknown_result_is_being_confirmed_with_a_deadline() -> None:
    client, redemption = _claimed_topup()
    move(redemption, "unknown", confirm_by=NOW + timedelta(hours=24))
    page = seen(client, f"/redemptions/{redemption.id}/")
    assert "Being confirmed The supplier has not answered clearly." in page
    assert "You will know by 3 Mar 2026, 10:00 at the latest." in page


def test_a_failure_gives_its_reason_and_the_way_to_try_again() -> None:
    client, redemption = _claimed_topup()
    move(redemption, "failed", failure="bad_account")
    response = client.get(f"/redemptions/{redemption.id}/")
    assert "The account was not accepted." in words_of(response.content.decode())
    assert f'href="/grants/{redemption.grant_id}/">Try again</a>' in response.content.decode()


def test_what_only_staff_can_act_on_stays_with_staff() -> None:
    client, redemption = _claimed_topup()
    move(redemption, "failed", failure="insufficient_balance")
    page = seen(client, f"/redemptions/{redemption.id}/")
    assert "The supplier could not deliver it. You lost nothing: it is yours to claim again." in page
    assert "balance" not in page


def test_a_replaced_code_leads_to_the_new_one() -> None:
    grant = code_grant(stock=2)
    [bad] = claim(grant)
    new = reissue(redemption_id=bad.id, by=OPERATOR, at=NOW, reason="did not work")
    page = visitor(grant.member).get(f"/redemptions/{bad.id}/").content.decode()
    assert f'href="/redemptions/{new.id}/">You have a new one</a>' in page


def test_a_part_of_a_bundle_is_used_as_its_own_terms_say() -> None:
    part = make_benefit()
    stock_of(part.product, 1)
    bundle = make_bundle(part)
    terms = make_terms(bundle, instructions_en="How the bundle works.")
    [redemption] = claim(make_grant(benefit=bundle, terms=terms))
    page = seen(visitor(redemption.member), f"/redemptions/{redemption.id}/")
    assert f"Part of {bundle.name} {part.name}" in page
    assert "How to use it Open the app and use it." in page


def test_a_foreign_redemption_is_as_missing_as_one_that_never_was() -> None:
    client = visitor(make_member())
    [foreign] = claim(code_grant())
    missing = client.get("/redemptions/00000000-0000-7000-8000-000000000000/")
    theirs = client.get(f"/redemptions/{foreign.id}/")
    assert (theirs.status_code, theirs.content) == (missing.status_code, missing.content)
    assert theirs.status_code == 404


def test_whoever_was_signed_out_meanwhile_is_sent_to_the_login_by_the_open_page() -> None:
    _client, redemption = _claimed_topup()
    answer = Client().get(f"/redemptions/{redemption.id}/", headers={"HX-Request": "true"})
    assert (answer["HX-Redirect"], answer.content) == ("/login/", b"")


def test_a_grant_with_several_codes_shows_each_of_them() -> None:
    grant = code_grant(stock=2, quantity=2)
    claim(grant)
    assert seen(visitor(grant.member), f"/grants/{grant.id}/").count(f"{grant.benefit.name} Ready to use") == 2


def _poll_path(client: Client, redemption: Redemption) -> str:
    html = client.get(f"/redemptions/{redemption.id}/").content.decode()
    return html.split('hx-get="')[1].split('"')[0]
