"""Members sign in with a one-time code to their phone or mail. There are no passwords to guess or to lose."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from common import feed
from common.actors import Actor
from common.ids import new_id, new_token, token_hash
from common.refusals import Refused
from common.scope import PLATFORM, within
from members.models.identity import Identity
from members.models.login import LoginCode, MemberSession
from members.models.member import Member
from members.operations.messages import Letter, post
from members.operations.one_time_codes import LOGIN, Issued, WrongCode, issue_code, spend, try_code
from members.rules.identity import Address, Channel, address_of
from members.states import EnterpriseState, MemberState

SESSION_LASTS = timedelta(days=30)
SessionKind = Literal["portal", "api"]


class EnterpriseChoice(Refused):
    """The code is right, and stays good, but opens several doors. ``facts["choices"]`` are ``{"slug", "name"}``."""

    code = "enterprise_choice"
    status = 409
    sentence = gettext_lazy("You belong to several companies. Choose the one to sign in to.")


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A fresh session. Whoever holds the token is the member."""

    token: str
    expires_at: datetime
    member_id: UUID

    def __repr__(self) -> str:
        return f"SignedIn({self.member_id}, ***)"


@dataclass(frozen=True, slots=True)
class Visit:
    """From where somebody signs in: portal or API, the device's name for itself and its mark, and the network address."""

    kind: SessionKind
    device: str = ""
    ip: str | None = None
    device_mark: str = ""


@within(PLATFORM)
@transaction.atomic
def request_login_code(*, channel: Channel, address: str, ip: str | None, at: datetime) -> None:
    """
    Send a one-time code if the phone or mail is known. Nothing tells whether it is: same answer, same work.

    Locks    the network address, then the phone or mail.

    :raises PhoneInvalid: (or ``EmailInvalid``) not a phone or mail at all.
    :raises TooManyCodes: one a minute, ten a day, and a limit a network address; ``retry_after`` in seconds.
    """
    asked = address_of(channel, address)
    issued = issue_code(asked, LOGIN, ip=ip, at=at)
    member = _members_at(asked).first()
    post(_letter(asked, issued, member), at=at)


@within(PLATFORM)
def sign_in(
    *,
    channel: Channel,
    address: str,
    code: str,
    kind: SessionKind,
    at: datetime,
    enterprise_slug: str | None = None,
    device: str = "",
    ip: str | None = None,
    device_mark: str = "",
) -> SignedIn:
    """
    Open a session with a one-time code. The code opens one session, and its tries are counted even when all come at once.

    Locks    the network address, then the code.

    :raises WrongCode: wrong, used, expired, tried five times, or never asked for: one outward answer.
    :raises EnterpriseChoice: several enterprises and none named; the code stays good.
    :raises TooManyCodes: too many wrong codes from this network address.
    """
    asked = address_of(channel, address)
    # Durable: the count of a wrong try must never be rolled back by whoever calls.
    with transaction.atomic(durable=True):
        outcome = _sign_in(asked, code, Visit(kind, device, ip, device_mark), enterprise_slug, at)
    if isinstance(outcome, Refused):
        raise outcome
    return outcome


def _sign_in(asked: Address, digits: str, visit: Visit, slug: str | None, at: datetime) -> SignedIn | Refused:
    code = try_code(asked, LOGIN, digits, ip=visit.ip, at=at)
    if code is None:
        return WrongCode()
    members = list(_members_at(asked).select_related("enterprise"))
    chosen = [member for member in members if slug in (None, "", member.enterprise.slug)]
    if len(chosen) > 1:
        choices = [{"slug": member.enterprise.slug, "name": member.enterprise.name} for member in chosen]
        return EnterpriseChoice(choices=choices, extra={"choices": choices})
    if not chosen:
        return WrongCode()
    return _open_session(chosen[0], asked, code, visit, at)


def _open_session(member: Member, asked: Address, code: LoginCode, visit: Visit, at: datetime) -> SignedIn:
    feed.sign(Actor("member", member.id))
    spend(code, at)
    # The person has just read the code there: the phone or mail is theirs.
    Identity.objects.filter(member=member, kind=asked.channel, verified_at=None).update(verified_at=at)
    token, expires_at = new_token(), at + SESSION_LASTS
    session = MemberSession.objects.create(
        id=new_id(),
        member=member,
        token_hash=token_hash(token),
        kind=visit.kind,
        device=visit.device[:200],
        device_mark=visit.device_mark,
        created_at=at,
        seen_at=at,
        expires_at=expires_at,
    )
    feed.note("member.signed_in", subject=member, data={"session": str(session.id), "kind": visit.kind})
    return SignedIn(token, expires_at, member.id)


def _members_at(asked: Address) -> QuerySet[Member]:
    return Member.objects.filter(
        identities__kind=asked.channel,
        identities__fingerprint=asked.fingerprint,
        state=MemberState.ACTIVE,
        enterprise__state=EnterpriseState.ACTIVE,
    ).order_by("enterprise__name", "id")


def _letter(asked: Address, issued: Issued, member: Member | None) -> Letter:
    with override(member.language if member and member.language else get_language()):
        subject = _("Your sign-in code")
        text = _("[Quanyi] %(code)s is your sign-in code. It is valid for 10 minutes. Give it to nobody.") % {"code": issued.digits}
    return Letter(
        key=f"login:{issued.id}",
        member_id=member.id if member else None,
        channel="sms" if asked.channel == "phone" else "email",
        to=asked.value if member else "",
        subject=subject,
        text=text,
        expires_at=issued.expires_at,
        is_decoy=member is None,
    )
