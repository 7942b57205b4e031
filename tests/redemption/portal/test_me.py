"""The member's own page, language and look, and the way out."""

import pytest
from django.test import Client

from members.models import Member, MemberSession
from redemption.portal.cookies import SESSION
from tests.factories import make_enterprise, make_member
from tests.redemption.portal.visiting import seen, sign_in, visitor

pytestmark = pytest.mark.django_db

WECHAT = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML) Mobile/15E148 MicroMessenger/8.0.54 Safari/604"
)


def test_it_says_who_one_is_here() -> None:
    member = make_member(make_enterprise(name="星河科技", support_contact="hr@galaxy.test"), phone="+8613812345678", staff_no="S1")
    page = seen(visitor(member), "/me/")
    assert "林超 星河科技 How you are known Phone 138****5678 Staff no. S1 Ask hr@galaxy.test" in page


def test_other_devices_are_named_and_can_be_signed_out() -> None:
    member = make_member()
    client, lost = visitor(member), Client()
    session = sign_in(lost, member, device=WECHAT)
    assert "iPhone · WeChat last seen 2 Mar 2026, 10:00 Sign out" in seen(client, "/me/")
    client.post(f"/me/sessions/{session.id}/end/")
    assert lost.get("/me/").status_code == 302
    assert client.get("/me/").status_code == 200


def test_somebody_elses_device_is_not_there() -> None:
    session = sign_in(Client(), make_member())
    assert visitor(make_member()).post(f"/me/sessions/{session.id}/end/").status_code == 404
    assert MemberSession.objects.filter(ended_at=None).count() == 2


def test_the_language_is_spoken_at_once_and_kept_for_the_member() -> None:
    member = make_member()
    client = visitor(member)
    response = client.post("/language/", {"language": "zh-hans", "next": "/me/"})
    assert response["Location"] == "/me/"
    assert '<html lang="zh-hans"' in client.get("/me/").content.decode()
    assert Member.objects.get(id=member.id).language == "zh-hans"


def test_an_unknown_language_changes_nothing() -> None:
    member = make_member(language="en")
    visitor(member).post("/language/", {"language": "tlh"})
    assert Member.objects.get(id=member.id).language == "en"


@pytest.mark.parametrize(("chosen", "kept"), [("dark", "dark"), ("light", "light"), ("auto", "auto"), ('"><script>', "auto")])
def test_the_look_is_kept_in_a_cookie(chosen: str, kept: str) -> None:
    client = Client()
    client.post("/theme/", {"theme": chosen, "next": "/login/"})
    assert f'data-theme="{kept}"' in client.get("/").content.decode()


def test_signing_out_ends_the_session_itself() -> None:
    client = visitor(make_member())
    token = client.cookies[SESSION].value
    assert client.post("/logout/")["Location"] == "/"
    thief = Client()
    thief.cookies[SESSION] = token
    assert thief.get("/me/").status_code == 302
    assert MemberSession.objects.get().ended_at is not None


def test_a_visit_to_the_sign_out_page_signs_nobody_out() -> None:
    client = visitor(make_member())
    assert "Sign out of this device?" in seen(client, "/logout/")
    assert client.get("/me/").status_code == 200


def test_a_leaver_is_out_at_the_next_tap() -> None:
    member = make_member()
    client = visitor(member)
    Member.objects.filter(id=member.id).update(state="left", left_at="2026-03-01T00:00:00Z")
    assert client.get("/me/").status_code == 302
