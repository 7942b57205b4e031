"""Who is behind a token."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.actors import Actor
from common.refusals import NotFound
from members.models import Enterprise, Member, MemberSession
from members.operations import end_session, note_seen, request_login_code, sign_in, sign_out
from members.operations.login import SessionKind
from members.queries import SignedInMember, member_of_token, sessions_of
from tests.factories import NOW, make_member
from tests.members.codes import last_code

pytestmark = pytest.mark.django_db


@pytest.fixture
def member() -> Member:
    return make_member(phone="+8613812345678", name="林超")


def signed_in(kind: SessionKind = "portal", after: timedelta = timedelta()) -> str:
    request_login_code(channel="phone", address="13812345678", ip=None, at=NOW + after)
    return sign_in(channel="phone", address="13812345678", code=last_code(), kind=kind, device="iPhone", at=NOW + after).token


def found(token: str, kind: SessionKind = "portal", after: timedelta = timedelta()) -> SignedInMember | None:
    return member_of_token(token, kind=kind, at=NOW + after)


def test_one_query_tells_everything_a_page_needs(member: Member) -> None:
    token = signed_in()
    with CaptureQueriesContext(connection) as queries:
        who = found(token)
    assert len(queries) == 1
    assert who is not None
    assert (who.enterprise_slug, who.currency, who.time_zone) == (member.enterprise.slug, "CNY", "Asia/Shanghai")


def test_a_token_of_the_portal_is_no_token_of_the_api(member: Member) -> None:
    assert found(signed_in("portal"), "api") is None


def test_a_session_ends_after_thirty_days(member: Member) -> None:
    token = signed_in()
    assert found(token, after=timedelta(days=30) - timedelta(seconds=1)) is not None
    assert found(token, after=timedelta(days=30)) is None


def test_signing_out_ends_this_session_alone(member: Member) -> None:
    token, other = signed_in(), signed_in(after=timedelta(minutes=1))
    sign_out(token=token, at=NOW)
    assert (found(token), found(other) is not None) == (None, True)


def test_a_leavers_session_is_dead_at_once(member: Member) -> None:
    token = signed_in()
    Member.objects.filter(id=member.id).update(state="left", left_at=NOW)
    assert found(token) is None


def test_a_suspended_enterprise_is_shut_at_once(member: Member) -> None:
    token = signed_in()
    Enterprise.objects.update(state="suspended")
    assert found(token) is None


def test_last_seen_is_written_once_a_minute(member: Member) -> None:
    who = found(signed_in())
    assert who is not None
    with CaptureQueriesContext(connection) as queries:
        note_seen(who, at=NOW + timedelta(seconds=59))
    assert len(queries) == 0
    note_seen(who, at=NOW + timedelta(seconds=60))
    assert MemberSession.objects.get().seen_at == NOW + timedelta(seconds=60)


def test_a_member_ends_one_of_their_sessions_from_another(member: Member) -> None:
    signed_in()
    token = signed_in("api", after=timedelta(minutes=1))
    first = sessions_of(member.id, at=NOW)[-1]
    end_session(session_id=first.id, member_id=member.id, by=Actor("member", member.id), at=NOW)
    assert [session.kind for session in sessions_of(member.id, at=NOW)] == ["api"]
    assert found(token, "api") is not None


def test_nobody_ends_the_session_of_another(member: Member) -> None:
    signed_in()
    session = sessions_of(member.id, at=NOW)[0]
    with pytest.raises(NotFound):
        end_session(session_id=session.id, member_id=make_member().id, by=Actor("member", member.id), at=NOW)
    assert len(sessions_of(member.id, at=NOW)) == 1
