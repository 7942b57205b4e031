"""Who is behind a token, and which sessions a member has."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db.models import BinaryField, CharField, DateTimeField, QuerySet
from django.utils.translation import get_language

from common.ids import token_hash
from common.scope import PLATFORM, within
from common.sql import Given, KeptQuery
from members.models.login import MemberSession
from members.states import EnterpriseState, MemberState


@dataclass(frozen=True, slots=True)
class SignedInMember:
    """A member at the other end of a live session, with what every page needs of the enterprise."""

    id: UUID
    name: str
    enterprise_id: UUID
    enterprise_name: str
    enterprise_slug: str
    time_zone: str
    currency: str
    support_contact: str
    language: str
    session_id: UUID
    seen_at: datetime
    enterprise_name_en: str = ""

    @property
    def company(self) -> str:
        """The enterprise's name in the language that is active now."""
        reads_english = (get_language() or "").startswith("en")
        return (self.enterprise_name_en if reads_english else "") or self.enterprise_name


@dataclass(frozen=True, slots=True)
class Session:
    """One live session as its owner sees it."""

    id: UUID
    kind: str
    device: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime


# Every request asks this: only what pages need is read, and of what is sealed only the name is opened.
_READ = (
    "seen_at",
    "member__name",
    "member__language",
    *(f"member__enterprise__{name}" for name in ("name", "name_en", "slug", "time_zone", "currency", "support_contact")),
)


def _sessions() -> QuerySet[MemberSession]:
    given = {
        "token_hash": Given("token_hash", BinaryField()),
        "kind": Given("kind", CharField()),
        "expires_at__gt": Given("at", DateTimeField()),
    }
    living = {"member__state": MemberState.ACTIVE, "member__enterprise__state": EnterpriseState.ACTIVE}
    return MemberSession.objects.filter(ended_at=None, **given, **living).select_related("member__enterprise").only(*_READ)


_live_sessions = KeptQuery(_sessions)


@within(PLATFORM)
def member_of_token(token: str, *, kind: Literal["portal", "api"], at: datetime) -> SignedInMember | None:
    """
    The member behind a token, in one query. ``None`` for a token that is unknown, ended, expired or of another kind, of a
    member who has left, or of an enterprise that is suspended: a leaver's session dies with the mark.
    """
    session = next(iter(_live_sessions(token_hash=token_hash(token), kind=kind, at=at)), None)  # A token's hash is unique.
    if session is None:
        return None
    member, enterprise = session.member, session.member.enterprise
    return SignedInMember(
        id=member.id,
        name=member.name,
        enterprise_id=enterprise.id,
        enterprise_name=enterprise.name,
        enterprise_slug=enterprise.slug,
        time_zone=enterprise.time_zone,
        currency=enterprise.currency,
        support_contact=enterprise.support_contact,
        language=member.language,
        session_id=session.id,
        seen_at=session.seen_at,
        enterprise_name_en=enterprise.name_en,
    )


def sessions_of(member_id: UUID, *, at: datetime) -> list[Session]:
    """The member's live sessions, the one seen last first."""
    live = MemberSession.objects.filter(member_id=member_id, ended_at=None, expires_at__gt=at).order_by("-seen_at", "-id")
    return [Session(s.id, s.kind, s.device, s.created_at, s.seen_at, s.expires_at) for s in live]
