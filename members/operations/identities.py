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

    A new one is held for a day (see ``contact_hold``), also where it stands beside another. A newcomer's is not: nothing
    was theirs before.

    Locks    the identities with this phone or mail in the enterprise.

    :raises IdentityTaken: somebody else who works there has it. From somebody who has left it is taken over.
    """
    holder = _holder(member.enterprise_id, address)
    if holder is not None and holder.member_id != member.id:
        _release(holder, address)
    mine = Identity.objects.filter(member=member, kind=address.channel).first()
    if mine is None:
        _add(member, address, None if is_newcomer else at)
    elif bytes(mine.fingerprint) != address.fingerprint:
        change_identity(mine, member, address, at=at)


def change_identity(identity: Identity, member: Member, address: Address, *, at: datetime) -> None:
    """Replace one phone or mail by another that is free. The member proves it anew, and the old one is told."""
    _tell_old(identity, member, at)
    FormerIdentity.objects.create(
        id=new_id(),
        enterprise_id=member.enterprise_id,
        member=member,
        kind=identity.kind,
        value=identity.value,
        fingerprint=bytes(identity.fingerprint),
        replaced_at=at,
    )
    identity.value, identity.fingerprint = address.value, address.fingerprint
    identity.verified_at, identity.changed_at, identity.proved_at = None, at, None
    identity.save(update_fields=["value", "fingerprint", "verified_at", "changed_at", "proved_at"])
    feed.note("member.identity_changed", subject=member, data={"kind": address.channel})


def identity_row(member_id: UUID, enterprise_id: UUID, address: Address) -> Identity:
    """A new identity, unverified and not yet written."""
    return Identity(
        id=new_id(),
        enterprise_id=enterprise_id,
        member_id=member_id,
        kind=address.channel,
        value=address.value,
        fingerprint=address.fingerprint,
    )


def _add(member: Member, address: Address, changed_at: datetime | None) -> None:
    row = identity_row(member.id, member.enterprise_id, address)
    if changed_at is not None and Identity.objects.filter(member=member).exists():
        row.changed_at = changed_at
    row.save(force_insert=True)


def _holder(enterprise_id: UUID, address: Address) -> Identity | None:
    held = Identity.objects.filter(enterprise_id=enterprise_id, kind=address.channel, fingerprint=address.fingerprint)
    return held.select_related("member").select_for_update(of=["self"]).first()


def _release(holder: Identity, address: Address) -> None:
    # Operators give numbers of people who have gone to others: the newcomer must be able to sign in.
    if holder.member.state != MemberState.LEFT:
        raise IdentityTaken(what=address.channel)
    feed.note("member.identity_released", subject=holder.member, data={"kind": address.channel})
    holder.delete()


def _tell_old(identity: Identity, member: Member, at: datetime) -> None:
    is_phone = identity.kind == "phone"
    with override(member.language or "zh-hans"):
        subject = _("Your contact details were changed")
        text = (
            _("[Quanyi] The phone of your account was changed. If you don't know why, ask your HR department now.")
            if is_phone
            else _("[Quanyi] The email address of your account was changed. If you don't know why, ask your HR department now.")
        )
    letter = Letter(
        key=f"changed:{identity.id}:{at.isoformat()}",
        member_id=member.id,
        channel="sms" if is_phone else "email",
        to=identity.value,
        subject=subject,
        text=text,
    )
    post(letter, at=at)
