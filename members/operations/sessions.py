"""Members' sessions: kept fresh, and ended by their owner, by a leaver's mark, or by time."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from common import feed
from common.actors import Actor
from common.ids import token_hash
from common.refusals import NotFound
from common.scope import PLATFORM, within
from members.models.login import MemberSession
from members.queries.sessions import SignedInMember

FRESH_FOR = timedelta(minutes=1)


@within(PLATFORM)
@transaction.atomic
def sign_out(*, token: str, at: datetime) -> None:
    """End the session of this token. One that is unknown or has ended is left as it is."""
    session = MemberSession.objects.filter(token_hash=token_hash(token), ended_at=None).first()
    if session is not None:
        end_session(session_id=session.id, member_id=session.member_id, by=Actor("member", session.member_id), at=at)


@transaction.atomic
def end_session(*, session_id: UUID, member_id: UUID, by: Actor, at: datetime) -> None:
    """
    End one session of a member.

    Replays  a session that has ended stays as it is.

    :raises NotFound: no such session of this member.
    """
    session = (
        MemberSession.objects.select_related("member").select_for_update(of=["self"]).filter(id=session_id, member_id=member_id).first()
    )
    if session is None:
        raise NotFound
    if session.ended_at is None:
        feed.sign(by)
        session.ended_at = at
        session.save(update_fields=["ended_at"])
        feed.note("member.signed_out", subject=session.member, data={"session": str(session.id)})


@within(PLATFORM)
def note_seen(member: SignedInMember, *, at: datetime) -> None:
    """Keep "last seen" of a session, at most once a minute: most requests write nothing."""
    if at - member.seen_at >= FRESH_FOR:
        MemberSession.objects.filter(id=member.session_id, seen_at__lte=at - FRESH_FOR).update(seen_at=at)
