"""Benefits of our own kinds at the portal: what they promise, what one has, and "I have used it"."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from benefits.models import Benefit, Grant
from redemption.models import Redemption, Use
from tests.factories import NOW, make_benefit, make_grant, make_member, make_terms
from tests.redemption.operations.claiming import claim, code_grant
from tests.redemption.portal.visiting import seen, visitor, words_of

pytestmark = pytest.mark.django_db
ENDS_AT = NOW + timedelta(days=4)
EVENT = {
    "starts_at": (ENDS_AT - timedelta(hours=2)).isoformat(),
    "ends_at": ENDS_AT.isoformat(),
    "venue": "三楼会议室",
    "venue_en": "Third floor",
}


def granted(kind: str, specifics: dict[str, Any], *, seats: int | None = None, **terms: Any) -> Grant:
    benefit = make_benefit(kind, seats=seats)
    return make_grant(make_member(), benefit, terms=make_terms(benefit, specifics=specifics, **terms))


def page_of(redemption: Redemption) -> str:
    return seen(visitor(redemption.member), f"/redemptions/{redemption.id}/")


def test_a_coupon_shows_its_code_as_text_and_as_a_picture_that_tills_read() -> None:
    (coupon,) = claim(
        granted("coupon", {"discount": "percent", "percent_off": 20}, stores="食堂一楼", minimum_spend_minor=3_000, use_days=5)
    )
    page = visitor(coupon.member).get(f"/redemptions/{coupon.id}/").content.decode()
    words = words_of(page)
    assert f"Code {coupon.serial} Copy" in words
    assert "Discount 20% off Where 食堂一楼 From a spend of ¥30" in words
    assert "It works until 7 Mar 2026, 23:59 (UTC+8)." in words
    assert 'class="qr"' in page


def test_a_seat_says_which_where_and_when_in_local_time() -> None:
    (seat,) = claim(granted("event", EVENT, seats=20))
    words = page_of(seat)
    assert "Your seat: no. 1" in words
    assert "Begins 6 Mar 2026, 08:00 Ends 6 Mar 2026, 10:00 Venue Third floor" in words


def test_a_seat_is_not_said_to_be_used_before_the_event_begins() -> None:
    (seat,) = claim(granted("event", EVENT, seats=20))
    assert "Not yet begun It begins on 6 Mar 2026, 08:00. Then you can say here that you were there." in page_of(seat)
    answer = visitor(seat.member).post(f"/redemptions/{seat.id}/use/", {"number": "1"})
    assert (answer.status_code, "It hasn't begun." in words_of(answer.content.decode())) == (409, True)


def test_an_event_says_how_many_seats_are_left() -> None:
    grant = granted("event", EVENT, seats=20)
    claim(make_grant(make_member(), grant.benefit, terms=grant.terms))
    client = visitor(grant.member)
    assert "19 of 20 left" in seen(client, f"/grants/{grant.id}/")
    assert "19 of 20 left" in seen(client, f"/benefits/{grant.benefit.code}/")


def test_an_event_that_was_moved_says_so_beside_what_was_promised() -> None:
    (seat,) = claim(granted("event", EVENT, seats=20))
    make_terms(Benefit.objects.get(id=seat.benefit_id), specifics={**EVENT, "venue_en": "Garden"})
    words = page_of(seat)
    assert words.index("This has changed since") < words.index("Garden") < words.index("Third floor")


def test_a_full_event_is_refused_in_words() -> None:
    grant = granted("event", EVENT, seats=1)
    claim(make_grant(make_member(), grant.benefit, terms=grant.terms))
    client = visitor(grant.member)
    key = client.get(f"/grants/{grant.id}/").context["key"]
    answer = client.post(f"/grants/{grant.id}/claim/", {"key": key})
    assert (answer.status_code, "All seats are taken." in words_of(answer.content.decode())) == (409, True)


def test_a_link_is_shown_to_those_who_have_claimed_it() -> None:
    grant = granted("content", {"link": "https://example.com/book"})
    client = visitor(grant.member)
    assert "example.com" not in client.get(f"/grants/{grant.id}/").content.decode()
    (content,) = claim(grant)
    assert 'href="https://example.com/book"' in client.get(f"/redemptions/{content.id}/").content.decode()


@pytest.mark.parametrize(
    ("kind", "specifics", "line"),
    [
        ("quota", {"amount": 50, "unit": "吉", "unit_en": "GB"}, "You get 50 GB"),
        ("badge", {"meaning": "同行五年", "meaning_en": "Five years together"}, "What it means Five years together"),
        ("service", {"provider": "IT", "contact": "8888", "uses": 3}, "Provider IT Where to book 8888 Number of uses 3"),
    ],
)
def test_a_benefit_says_what_it_promises(kind: str, specifics: dict[str, Any], line: str) -> None:
    grant = granted(kind, specifics)
    assert line in seen(visitor(grant.member), f"/grants/{grant.id}/")


def test_a_member_says_that_they_used_it_and_takes_it_back() -> None:
    (code,) = claim(code_grant())
    client = visitor(code.member)
    here = f"/redemptions/{code.id}/"
    client.post(f"{here}use/", {"number": "1"})
    assert "You marked it as used on 2 Mar 2026, 10:00. That was a mistake: take it back" in seen(client, here)
    assert Grant.objects.get().state == "used"
    client.post(f"{here}unuse/", {"number": "1"})
    assert "Have you used it?" in seen(client, here)
    assert (Grant.objects.get().state, Use.objects.filter(undone_at=None).count()) == ("fulfilled", 0)


def test_a_service_counts_its_uses() -> None:
    (service,) = claim(granted("service", {"uses": 2}))
    client = visitor(service.member)
    for _tap in range(2):
        client.post(f"/redemptions/{service.id}/use/", {"number": "1"})
    assert "1 of 2 used. Then say so" in page_of(service)


def test_what_is_used_moves_out_of_the_way() -> None:
    (code,) = claim(code_grant())
    client = visitor(code.member)
    assert [item.shown for item in client.get("/").context["wallet"].items] == ["ready"]
    client.post(f"/redemptions/{code.id}/use/", {"number": "1"})
    assert [item.shown for item in client.get("/").context["wallet"].past] == ["used"]


def test_a_strangers_use_is_a_missing_page() -> None:
    (code,) = claim(code_grant())
    assert visitor(make_member()).post(f"/redemptions/{code.id}/use/", {"number": "1"}).status_code == 404
    assert Use.objects.count() == 0


def test_a_day_on_which_it_can_not_be_claimed_says_which_it_can_be() -> None:
    grant = granted("quota", {"amount": 1, "unit": "GB"}, weekdays=[3, 5])
    client = visitor(grant.member)
    assert "It can be claimed on Wednesday, Friday only." in seen(client, f"/grants/{grant.id}/")
    key = client.get(f"/grants/{grant.id}/").context["key"]
    answer = client.post(f"/grants/{grant.id}/claim/", {"key": key})
    sentence = "Not today: it can only be claimed on Wednesday, Friday. The next day is 2026-03-04."
    assert (answer.status_code, sentence in words_of(answer.content.decode())) == (409, True)


def test_until_such_a_day_comes_it_waits_with_the_day_and_without_a_button() -> None:
    grant = granted("quota", {"amount": 1, "unit": "GB"}, weekdays=[3, 5])
    client = visitor(grant.member)
    assert [item.shown for item in client.get("/").context["wallet"].later] == ["later"]
    page = client.get(f"/grants/{grant.id}/").content.decode()
    assert ("You can claim it from 4 Mar 2026, 00:00." in words_of(page), "Claim now" in page) == (True, False)
    with time_machine.travel(datetime(2026, 3, 4, 9, tzinfo=ZoneInfo("Asia/Shanghai")), tick=False):
        assert client.get("/").context["wallet"].next.grant.id == grant.id
        assert "Claim now" in client.get(f"/grants/{grant.id}/").content.decode()
