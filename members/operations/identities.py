"""What points to a member: phones and mails, given, changed, and taken over from somebody who has left."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from common import feed
from common.ids import new_id
from common.refusals import Refused
from members.models.identity import FormerIdentity, Identity
from members.models.member import Member
from members.operations.messages import Letter, post
from members.rules.identity import Address
from members.states import MemberState


class IdentityTaken(Refused):
    code = "identity_taken"
    sentence = gettext_lazy("Somebody else here already has this. Check it, or correct the other person first.")
    exact = gettext_lazy("Another member has this %(what)s.")


def put_identity(member: Member, address: Address, *, at: datetime, is_newcomer: bool = False) -> None:
    """
    Give a member a phone or mail, in the caller's transaction. The one they had before is told of the change.

    A new one is held for a day (see ``contact_hold``), also where it stands beside another or is the first: what was granted
    before was granted to whoever stood here then. A newcomer's, of this very act, is not: nothing was theirs before.

    Locks    the identities with this phone or mail in the enterprise.

    :raises IdentityTaken: somebody else who works there has it. From somebody who has left it is taken over.
    """
    holder = _holder(member.enterprise_id, address)
    if holder is not None and holder.member_id != member.id:
        _release(holder, address, at)
    mine = Identity.objects.filter(member=member, kind=address.channel).first()
    if mine is None:
        row = identity_row(member.id, member.enterprise_id, address, changed_at=None if is_newcomer else at)
        row.save(force_insert=True)
    elif bytes(mine.fingerprint) != address.fingerprint:
        change_identity(mine, member, address, at=at)


def change_identity(identity: Identity, member: Member, address: Address, *, at: datetime) -> None:
    """Replace one phone or mail by another that is free. The member proves it anew, and the old one is told."""
    _tell(identity, member, at)
    _remember(identity, at)
    identity.value, identity.fingerprint = address.value, address.fingerprint
    identity.verified_at, identity.changed_at, identity.proved_at = None, at, None
    identity.save(update_fields=["value", "fingerprint", "verified_at", "changed_at", "proved_at"])
    feed.note("member.identity_changed", subject=member, data={"kind": address.channel})


def identity_row(member_id: UUID, enterprise_id: UUID, address: Address, *, changed_at: datetime | None) -> Identity:
    """A new identity, unverified and not yet written. ``changed_at`` is empty for a newcomer's alone."""
    return Identity(
        id=new_id(),
        enterprise_id=enterprise_id,
        member_id=member_id,
        kind=address.channel,
        value=address.value,
        fingerprint=address.fingerprint,
        changed_at=changed_at,
    )


def _holder(enterprise_id: UUID, address: Address) -> Identity | None:
    held = Identity.objects.filter(enterprise_id=enterprise_id, kind=address.channel, fingerprint=address.fingerprint)
    return held.select_related("member").select_for_update(of=["self"]).first()


def _release(holder: Identity, address: Address, at: datetime) -> None:
    # Operators give numbers of people who have gone to others: the newcomer must be able to sign in.
    if holder.member.state != MemberState.LEFT:
        raise IdentityTaken(what=address.channel)
    # Whoever left may come back with another number: then this one is where they stood, and it was told.
    _tell(holder, holder.member, at, is_released=True)
    _remember(holder, at)
    feed.note("member.identity_released", subject=holder.member, data={"kind": address.channel})
    holder.delete()


def _remember(identity: Identity, at: datetime) -> None:
    FormerIdentity.objects.create(
        id=new_id(),
        enterprise_id=identity.enterprise_id,
        member_id=identity.member_id,
        kind=identity.kind,
        value=identity.value,
        fingerprint=bytes(identity.fingerprint),
        given_at=identity.changed_at,
        replaced_at=at,
    )


def _words(kind: str, *, is_released: bool) -> str:
    # Of a release reads whoever has the phone now, who may be either of the two.
    if is_released and kind == "phone":
        return _("[Quanyi] This phone was taken off one account and given to another. If you don't know why, ask your HR department now.")
    if is_released:
        return _(
            "[Quanyi] This email address was taken off one account and given to another. If you don't know why, ask your HR department now."
        )
    if kind == "phone":
        return _("[Quanyi] The phone of your account was changed. If you don't know why, ask your HR department now.")
    return _("[Quanyi] The email address of your account was changed. If you don't know why, ask your HR department now.")


def _tell(identity: Identity, member: Member, at: datetime, *, is_released: bool = False) -> None:
    with override(member.language or "zh-hans"):
        subject = _("Your contact details were changed")
        text = _words(identity.kind, is_released=is_released)
    letter = Letter(
        key=f"changed:{identity.id}:{at.isoformat()}",
        member_id=member.id,
        channel="sms" if identity.kind == "phone" else "email",
        to=identity.value,
        subject=subject,
        text=text,
    )
    post(letter, at=at)
