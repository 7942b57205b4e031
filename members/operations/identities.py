"""What points to a member: phones and mails, given, changed, and taken over from somebody who has left."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy

from common import feed
from common.ids import new_id
from common.refusals import Refused
from members.models.identity import FormerIdentity, Identity
from members.models.member import Member
from members.operations.contact_letters import ADDED, Happened, contact_letter
from members.operations.messages import post
from members.rules.identity import Address
from members.states import MemberState


class IdentityTaken(Refused):
    code = "identity_taken"
    sentence = gettext_lazy("Somebody else here already has this. Check it, or correct the other person first.")
    exact = gettext_lazy("Another member has this %(what)s.")


def put_identity(member: Member, address: Address, *, at: datetime, is_newcomer: bool = False) -> None:
    """
    Give a member a phone or mail, in the caller's transaction. The one they had before is told of the change; one of the other
    kind, where this comes beside it, that it was added.

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
        if not is_newcomer:
            _tell_who_stood(member, address, at)
        row = identity_row(member.id, member.enterprise_id, address, changed_at=None if is_newcomer else at)
        row.save(force_insert=True)
    elif bytes(mine.fingerprint) != address.fingerprint:
        change_identity(mine, member, address, at=at)


def change_identity(identity: Identity, member: Member, address: Address, *, at: datetime) -> None:
    """Replace one phone or mail by another that is free. The member proves it anew, and the old one is told."""
    _tell(identity, member, at, happened="changed")
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
    _tell(holder, holder.member, at, happened="released")
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


def _tell(identity: Identity, member: Member, at: datetime, *, happened: Happened) -> None:
    post(contact_letter(identity, member, happened=happened, at=at), at=at)


def _tell_who_stood(member: Member, added: Address, at: datetime) -> None:
    # One that this very act has put there is not told: whoever stood before it was.
    for identity in Identity.objects.filter(member=member, kind__in=ADDED).exclude(changed_at=at):
        _tell(identity, member, at, happened=ADDED[added.channel])
