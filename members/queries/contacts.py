"""How members are reached, and what becomes of those who leave."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.db.models import QuerySet

from common.sealed import mask_email, mask_phone
from members.models import BoundAccount, FormerIdentity, Identity, Member


@dataclass(frozen=True, slots=True)
class Contact:
    """Where a member is written to: SMS where a phone is known, else mail; and in which language."""

    member_id: UUID
    channel: Literal["sms", "email"]
    to: str = ""
    language: str = ""


def contacts_of(member_ids: Iterable[UUID]) -> list[Contact]:
    """The contact of each active member who has one. Two queries at most."""
    active = dict(Member.objects.filter(id__in=list(member_ids), state="active").values_list("id", "language"))
    found: dict[UUID, Contact] = {}
    for identity in Identity.objects.filter(member_id__in=active, kind__in=["phone", "email"]).order_by("kind"):
        channel: Literal["sms", "email"] = "sms" if identity.kind == "phone" else "email"
        found[identity.member_id] = Contact(identity.member_id, channel, identity.value, active[identity.member_id])
    return list(found.values())


def leaver_policy(member_id: UUID) -> str:
    """``keep`` or ``revoke``, as the member's enterprise decided."""
    return Member.objects.values_list("enterprise__leaver_policy", flat=True).get(id=member_id)


def masks_of(prints: Iterable[bytes]) -> dict[bytes, str]:
    """What may be read of phones, mails and accounts that are known by their prints. Three queries, however many."""
    wanted = list(prints)
    found = {bytes(account.fingerprint): account.masked for account in BoundAccount.objects.filter(fingerprint__in=wanted)}
    for model in (FormerIdentity, Identity):
        rows: QuerySet[FormerIdentity | Identity] = model.objects.filter(fingerprint__in=wanted, kind__in=["phone", "email"])
        found.update({bytes(row.fingerprint): mask_phone(row.value) if row.kind == "phone" else mask_email(row.value) for row in rows})
    return found
