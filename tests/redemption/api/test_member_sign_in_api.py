"""Signing in to the member API."""

from members.models import SentMessage
from tests.calling import Answer, nobody
from tests.factories import make_enterprise, make_member
from tests.members.codes import last_code, wrong

PHONE = "+8613800001111"


def ask(**body: str) -> int:
    return nobody("/api/v1/").post("login/code", body).status_code


def sign_in(**body: str) -> Answer:
    return nobody("/api/v1/").post("login/token", body)


def test_a_code_is_sent_to_a_known_phone_however_it_is_written() -> None:
    make_member(phone=PHONE)
    assert ask(phone="138 0000 1111") == 202
    assert SentMessage.objects.filter(is_decoy=False).count() == 1


def test_known_unknown_and_impossible_addresses_answer_alike() -> None:
    make_member(phone=PHONE)
    answers = [nobody("/api/v1/").post("login/code", {"phone": p}) for p in ("13800001111", "13900001111", "nonsense")]
    assert [(a.status_code, a.content, a.headers.get("content-type")) for a in answers] == [(202, b"", None)] * 3


def test_the_right_code_opens_a_session() -> None:
    member = make_member(make_enterprise("galaxy", name="星河科技"), phone=PHONE, name="林超")
    ask(phone=PHONE)
    answer = sign_in(phone="13800001111", code=last_code())
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json()["member"] == {
        "id": str(member.id),
        "name": "林超",
        "enterprise": {"slug": "galaxy", "name": "星河科技"},
        "tier": None,
        "progress": None,
        "points": 0,
    }


def test_a_code_opens_one_session() -> None:
    make_member(phone=PHONE)
    ask(phone=PHONE)
    code = last_code()
    assert [sign_in(phone=PHONE, code=code).status_code for _again in range(2)] == [200, 401]


def test_a_wrong_code_and_an_unknown_phone_answer_alike() -> None:
    make_member(phone=PHONE)
    ask(phone=PHONE)
    answers = [sign_in(phone=phone, code=wrong(last_code())) for phone in (PHONE, "+8613900001111", "nonsense")]
    assert [(a.status_code, a.json()["code"]) for a in answers] == [(401, "wrong_code")] * 3
    assert len({a.content for a in answers}) == 1


def test_several_enterprises_are_offered_and_the_code_stays_good() -> None:
    for slug in ("galaxy", "nebula"):
        make_member(make_enterprise(slug, name=slug.title()), phone=PHONE)
    ask(phone=PHONE)
    answer = sign_in(phone=PHONE, code=last_code())
    assert (answer.status_code, answer.json()["code"]) == (409, "enterprise_choice")
    assert answer.json()["choices"] == [{"slug": "galaxy", "name": "Galaxy"}, {"slug": "nebula", "name": "Nebula"}]
    assert sign_in(phone=PHONE, code=last_code(), enterprise="nebula").json()["member"]["enterprise"]["slug"] == "nebula"


def test_a_second_code_within_a_minute_is_refused_with_the_time_to_wait() -> None:
    make_member(phone=PHONE)
    ask(phone=PHONE)
    answer = nobody("/api/v1/").post("login/code", {"phone": PHONE})
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_codes")
    assert answer.headers["retry-after"] == "60"


def test_exactly_one_address_is_asked_for() -> None:
    for body in ({}, {"phone": PHONE, "email": "a@b.test"}):
        answer = nobody("/api/v1/").post("login/code", body)
        assert answer.status_code == 400
        assert answer.json()["errors"] == [{"field": "", "code": "one_of", "detail": "Give exactly one of: phone, email."}]


def test_signing_out_ends_the_token_at_once() -> None:
    make_member(phone=PHONE)
    ask(phone=PHONE)
    signed_in = nobody("/api/v1/")
    signed_in.headers["authorization"] = f"Bearer {sign_in(phone=PHONE, code=last_code()).json()['token']}"
    assert signed_in.get("me").status_code == 200
    assert signed_in.post("logout").status_code == 204
    assert signed_in.get("me").json()["code"] == "token_invalid"
