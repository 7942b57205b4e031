"""The login: phone or mail, code, and the enterprise where there are several."""

import pytest
from django.test import Client

from members.models import MemberSession, SentMessage
from redemption.portal.cookies import SESSION
from tests.factories import make_enterprise, make_identity, make_member
from tests.redemption.portal.visiting import sign_in, visitor, words_of

pytestmark = pytest.mark.django_db

PHONE = "13812345678"


@pytest.fixture
def browser() -> Client:
    return Client(headers={"accept-language": "en"})


def _ask(browser: Client, address: str = PHONE, path: str = "/login/") -> str:
    """Ask for a code, and read it in the message."""
    browser.post(path, {"address": address})
    message = SentMessage.objects.order_by("-id").first()
    assert message is not None
    return next(word for word in message.text.split() if word.isdigit() and len(word) == 6)


def test_the_code_from_the_message_signs_in(browser: Client) -> None:
    member = make_member(phone=f"+86{PHONE}")
    response = browser.post("/login/code/", {"code": _ask(browser)})
    assert (response.status_code, response["Location"]) == (302, "/")
    assert MemberSession.objects.get().member_id == member.id
    assert browser.get("/me/").status_code == 200


def test_a_mail_works_as_well_also_with_the_keyboards_wide_signs(browser: Client) -> None:
    make_member(email="lin.chao@galaxy.test")
    assert browser.post("/login/", {"address": "lin.chao＠galaxy.test"}).status_code == 302


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(browser: Client) -> None:
    make_member(phone=f"+86{PHONE}")
    cookie = browser.post("/login/code/", {"code": _ask(browser)}).cookies[SESSION]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"]) == (True, "Lax", "/", "")


def test_known_and_unknown_phones_get_the_same_answer(browser: Client) -> None:
    make_member(phone=f"+86{PHONE}")
    known = browser.post("/login/", {"address": PHONE})
    unknown = browser.post("/login/", {"address": "13900000000"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"]) == (302, "/login/code/")


def test_what_is_no_phone_and_no_mail_is_said_beside_the_field(browser: Client) -> None:
    response = browser.post("/login/", {"address": "12"})
    assert response.status_code == 422
    assert 'aria-invalid="true" aria-describedby="address-error"' in response.content.decode()
    assert "That isn't a mobile number." in words_of(response.content.decode())


def test_a_double_tap_still_arrives_where_the_code_is_typed(browser: Client) -> None:
    make_member(phone=f"+86{PHONE}")
    code = _ask(browser)
    second = Client().post("/login/", {"address": PHONE})
    assert second["Location"] == "/login/code/?sent=already"
    assert browser.post("/login/code/", {"code": code})["Location"] == "/"


def test_a_wrong_code_is_refused_beside_the_field(browser: Client) -> None:
    make_member(phone=f"+86{PHONE}")
    _ask(browser)
    response = browser.post("/login/code/", {"code": "1"})
    assert response.status_code == 422
    assert "That code isn't right, or it's no longer valid." in words_of(response.content.decode())
    assert MemberSession.objects.count() == 0


def test_whoever_belongs_to_several_companies_chooses_one(browser: Client) -> None:
    one, two = make_enterprise("one", name="星河科技"), make_enterprise("two", name="月光咖啡")
    make_member(one, phone=f"+86{PHONE}")
    chosen = make_member(two, phone=f"+86{PHONE}")
    code = _ask(browser)
    page = words_of(browser.post("/login/code/", {"code": code}).content.decode())
    assert page.endswith("Which benefits would you like to see? 星河科技 月光咖啡")
    assert browser.post("/login/code/", {"code": code, "enterprise": "two"})["Location"] == "/"
    assert MemberSession.objects.get().member_id == chosen.id


def test_without_having_asked_for_a_code_there_is_none_to_type(browser: Client) -> None:
    assert browser.get("/login/code/")["Location"] == "/login/"


def test_a_forged_waiting_cookie_is_worth_nothing(browser: Client) -> None:
    browser.cookies["quanyi_login"] = "IjEzODEyMzQ1Njc4Ig:forged"
    assert browser.get("/login/code/")["Location"] == "/login/"


def test_after_the_login_one_arrives_where_one_wanted_to_go(browser: Client) -> None:
    make_member(phone=f"+86{PHONE}")
    login = browser.get("/history/")["Location"]
    assert login == "/login/?next=%2Fhistory%2F"
    code = _ask(browser, path=login)
    assert browser.post("/login/code/?next=%2Fhistory%2F", {"code": code})["Location"] == "/history/"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.test/",
        "//evil.test/",
        "/\\evil.test",
        "\\\\evil.test",
        "javascript:alert(1)",
        "/%0d%0a//x\r\nSet-Cookie: a=b",
        "evil",
        "",
    ],
)
def test_no_login_leads_to_another_site(elsewhere: str) -> None:
    client = visitor(make_member())
    assert client.get("/login/", {"next": elsewhere})["Location"] == "/"


def test_signing_in_anew_ends_the_session_that_the_browser_had(browser: Client) -> None:
    member = make_member(phone=f"+86{PHONE}")
    code = _ask(browser)
    stranger = make_member()
    make_identity(stranger, "email", "planted@evil.test")
    planted = sign_in(browser, stranger, kind="api")
    browser.post("/login/code/", {"code": code})
    planted.refresh_from_db()
    assert planted.ended_at is not None
    assert MemberSession.objects.get(ended_at=None).member_id == member.id
