"""How members are reached, and what becomes of those who leave."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from members.models import Identity, Member


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
