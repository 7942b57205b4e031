""" "The code doesn't work?": said on the redemption's page by whoever has seen the code, and answered there."""

import pytest
from django.conf import LazySettings
from django.test import Client

from redemption.models import Complaint, Redemption
from redemption.operations import confirm_complaint, reissue, reject_complaint
from tests.factories import NOW, OPERATOR, make_benefit, make_member, make_order_line
from tests.redemption.operations.claiming import claim, code_grant
from tests.redemption.operations.complaining import shown_code, shown_codes
from tests.redemption.portal.visiting import seen, visitor, words_of
from tests.supply import stocking

pytestmark = pytest.mark.django_db
ASKED = "The code doesn't work?"


def _visit() -> tuple[Client, Redemption, str]:
    _lot, (redemption,) = shown_codes(1)
    return visitor(redemption.member), redemption, f"/redemptions/{redemption.id}/"


def test_it_is_asked_once_the_code_was_looked_at_and_not_before() -> None:
    (unseen,) = claim(code_grant())
    client, _redemption, here = _visit()
    assert ASKED not in seen(visitor(unseen.member), f"/redemptions/{unseen.id}/")
    assert ASKED in seen(client, here)


def test_beside_the_code_itself_stands_the_way_to_say_it_and_no_form() -> None:
    client, _redemption, here = _visit()
    html = client.post(f"{here}code/").content.decode()
    assert (f'href="{here}#complaint"' in html, "/complaint/" in html) == (True, False)


def test_what_was_said_is_kept_and_its_page_says_that_it_was_received() -> None:
    client, redemption, here = _visit()
    answer = client.post(f"{here}complaint/", {"reason": "invalid", "note": "not known at the till"})
    assert (answer.status_code, answer["Location"]) == (302, here)
    complaint = Complaint.objects.get()
    assert (complaint.redemption_id, complaint.reason, complaint.note) == (redemption.id, "invalid", "not known at the till")
    words = seen(client, here)
    assert "We are looking into your code You told us on " in words
    assert "that it doesn't work. What comes of it will stand here." in words
    assert "You said: The shop says it is invalid or unknown. not known at the till" in words
    assert ASKED not in words


def test_saying_it_twice_changes_nothing() -> None:
    client, _redemption, here = _visit()
    for reason in ("invalid", "other"):
        assert client.post(f"{here}complaint/", {"reason": reason}).status_code == 302
    assert Complaint.objects.get().reason == "invalid"


def test_without_a_reason_the_form_asks_for_one_and_keeps_what_was_typed() -> None:
    client, _redemption, here = _visit()
    for reason in ("", "stolen"):
        answer = client.post(f"{here}complaint/", {"reason": reason, "note": "half typed"})
        html = answer.content.decode()
        assert (answer.status_code, '<details class="fold" id="complaint" open>' in html, 'value="half typed"' in html) == (422, True, True)
    assert "Say what is wrong with it." in words_of(client.post(f"{here}complaint/", {}).content.decode())
    assert not Complaint.objects.exists()


def test_a_code_in_the_note_is_kept_nowhere_and_not_sent_back() -> None:
    benefit = make_benefit("code", product=stocking.make_card_product())
    stocking.stock("QYTS-0000-0000-0007", line=make_order_line(benefit.product, quantity=1))
    redemption = shown_code(benefit)
    answer = visitor(redemption.member).post(
        f"/redemptions/{redemption.id}/complaint/", {"reason": "other", "note": "mine is qyts 0000-0000 0007"}
    )
    html = answer.content.decode()
    assert (answer.status_code, "qyts" in html, 'value="other" required checked' in html) == (422, False, True)
    assert "Please leave the code itself out of the note." in words_of(html)
    assert not Complaint.objects.exists()


def test_what_is_refused_says_why_and_when_to_come_again(settings: LazySettings) -> None:
    settings.COMPLAINTS_A_DAY = 1
    client, redemption, here = _visit()
    other = shown_code(redemption.benefit, member=redemption.member)
    client.post(f"{here}complaint/", {"reason": "invalid"})
    answer = client.post(f"/redemptions/{other.id}/complaint/", {"reason": "invalid", "note": "x"})
    assert (answer.status_code, answer["Retry-After"].isdecimal(), Complaint.objects.count()) == (429, True, 1)
    assert "That was too often." in words_of(answer.content.decode())


def test_a_confirmed_complaint_says_so_and_leads_to_the_new_code() -> None:
    client, redemption, here = _visit()
    client.post(f"{here}complaint/", {"reason": "invalid"})
    confirm_complaint(complaint_id=Complaint.objects.get().id, by=OPERATOR, at=NOW, reason="known at the supplier")
    assert "You were right: the code is bad" in seen(client, here)
    assert "known at the supplier" not in seen(client, here)
    made = reissue(redemption_id=redemption.id, by=OPERATOR, at=NOW, reason="dead code")
    html = client.get(here).content.decode()
    assert "Your code was bad, and is replaced" in words_of(html)
    assert f'href="/redemptions/{made.id}/"' in html


def test_a_rejected_complaint_says_why() -> None:
    client, _redemption, here = _visit()
    client.post(f"{here}complaint/", {"reason": "invalid"})
    reject_complaint(complaint_id=Complaint.objects.get().id, by=OPERATOR, at=NOW, reason="The shop <b>used</b> it for you.")
    words = seen(client, here)
    assert "We found nothing wrong with your code" in words
    assert "The shop <b>used</b> it for you." in words


def test_the_code_of_another_is_as_missing_as_one_that_never_was() -> None:
    _client, redemption, here = _visit()
    assert visitor(make_member()).post(f"{here}complaint/", {"reason": "invalid"}).status_code == 404
    assert not Complaint.objects.exists()
    assert Client().post(f"/redemptions/{redemption.id}/complaint/", {"reason": "invalid"})["Location"] == "/login/"


def test_without_the_csrf_token_nothing_is_said() -> None:
    client, _redemption, here = _visit()
    client.handler.enforce_csrf_checks = True
    assert client.post(f"{here}complaint/", {"reason": "invalid"}).status_code == 403
    assert not Complaint.objects.exists()


def test_the_address_opened_by_hand_leads_to_the_page() -> None:
    client, _redemption, here = _visit()
    assert client.get(f"{here}complaint/")["Location"] == here
