"""Own kinds and uses over the member API: shapes are extended, never bent."""

from typing import Any

from benefits.models import Grant
from redemption.models import Redemption
from tests.calling import Answer, api_of_member
from tests.factories import make_benefit, make_grant, make_member, make_terms
from tests.redemption.operations.claiming import claim, code_grant

EVENT = {
    "starts_at": "2026-03-06T10:30:00+00:00",
    "ends_at": "2026-03-06T12:30:00+00:00",
    "venue": "三楼",
    "venue_en": "Third floor",
}


def granted(kind: str, specifics: dict[str, Any], **fields: Any) -> Grant:
    benefit = make_benefit(kind, **fields)
    return make_grant(make_member(), benefit, terms=make_terms(benefit, specifics=specifics, stores="总部"))


def problem(answer: Answer) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_a_seat_is_answered_with_its_event() -> None:
    grant = granted("event", EVENT, seats=20)
    answer = api_of_member(grant.member).post(f"grants/{grant.id}/claim", {}, key="one-tap-0001").json()
    assert (answer["seat"], answer["usable_until"]) == (1, "2026-03-06T20:30:00+08:00")
    assert answer["specifics"] == {"starts_at": EVENT["starts_at"], "ends_at": EVENT["ends_at"], "venue": "Third floor"}


def test_a_full_event_is_a_problem_with_a_code() -> None:
    grant = granted("event", EVENT, seats=1)
    claim(make_grant(make_member(), grant.benefit, terms=grant.terms))
    assert problem(api_of_member(grant.member).post(f"grants/{grant.id}/claim", {}, key="one-tap-0001")) == (409, "event_full")


def test_a_benefit_says_what_its_kind_promises_and_keeps_its_link_for_those_who_claimed_it() -> None:
    grant = granted("content", {"link": "https://example.com/book", "access_note": "登录", "access_note_en": "Sign in"})
    member = api_of_member(grant.member)
    found = member.get(f"benefits/{grant.benefit.code}").json()
    assert (found["specifics"], found["seats"], found["terms"]["stores"]) == ({"access_note": "Sign in"}, None, "总部")
    claimed = member.post(f"grants/{grant.id}/claim", {}, key="one-tap-0001").json()
    assert claimed["specifics"] == {"link": "https://example.com/book", "access_note": "Sign in"}


def test_a_coupon_is_answered_with_its_own_code() -> None:
    grant = granted("coupon", {"discount": "amount", "amount_minor": 2_000, "serial_pattern": "CT-??????????"})
    answer = api_of_member(grant.member).post(f"grants/{grant.id}/claim", {}, key="one-tap-0001").json()
    assert (answer["serial"], answer["specifics"]) == (Redemption.objects.get().serial, {"discount": "amount", "amount_minor": 2_000})


def test_a_use_is_marked_once_however_often_it_is_sent_and_taken_back() -> None:
    (code,) = claim(code_grant())
    member = api_of_member(code.member)
    answers = [member.post(f"redemptions/{code.id}/use", {"number": 1}).json() for _again in range(2)]
    assert [(answer["used_count"], answer["used_at"]) for answer in answers] == [(1, "2026-03-02T10:00:00+08:00")] * 2
    undone = member.post(f"redemptions/{code.id}/unuse", {"number": 1}).json()
    assert (undone["used_count"], undone["used_at"]) == (0, None)


def test_uses_that_can_not_be_are_problems_with_codes() -> None:
    (badge,) = claim(make_grant(make_member(), make_benefit("badge")))
    (code,) = claim(code_grant())
    member = api_of_member(code.member)
    assert problem(api_of_member(badge.member).post(f"redemptions/{badge.id}/use", {"number": 1})) == (409, "not_usable")
    assert problem(member.post(f"redemptions/{code.id}/use", {"number": 2})) == (409, "used_up")
    assert problem(member.post(f"redemptions/{code.id}/use", {})) == (400, "invalid")
    assert problem(member.post(f"redemptions/{badge.id}/use", {"number": 1})) == (404, "not_found")
    assert problem(member.post(f"redemptions/{code.id}/unuse", {"number": 0})) == (400, "invalid")
