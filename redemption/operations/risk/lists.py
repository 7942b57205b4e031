"""The lists by hand: somebody put on the block list or the allow list, with a reason, until a day, and taken off again."""

from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_network
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from common.actors import Actor
from common.feed import note, sign
from common.ids import new_id
from common.refusals import NotFound, Refused
from members.operations import EmailInvalid, PhoneInvalid, address_of
from members.queries import member_by_id
from redemption.models import RiskEntry


class ListedWrong(Refused):
    code = "listed_wrong"
    status = 422
    sentence = exact = _("That is no such member, device, network address, phone or email.")


class NetworkTooWide(Refused):
    code = "network_too_wide"
    status = 422
    sentence = exact = _("That is a large part of the internet. Name at most a /8 of IPv4 or a /32 of IPv6.")


@dataclass(frozen=True, slots=True)
class Party:
    """Whom an entry is about: one of ``member``, ``device``, ``address`` (or a network, 203.0.113.0/24) and ``contact``."""

    kind: str
    value: str


@transaction.atomic
def put_on_list(*, verdict: str, party: Party, expires_at: datetime | None, by: Actor, reason: str, at: datetime) -> RiskEntry:
    """
    Put somebody on the block list (``block``) or the allow list (``allow``), from this commit on.

    :raises ListedWrong: the value is none of its kind.
    :raises NetworkTooWide: a network that holds half the world.
    """
    fields = _fields(party)
    sign(by, reason)
    entry = RiskEntry(
        id=new_id(), verdict=verdict, kind=party.kind, reason=reason[:500], actor=str(by), created_at=at, expires_at=expires_at, **fields
    )
    entry.save(force_insert=True)
    word = "blocked" if verdict == "block" else "allowed"
    note(f"listing.{word}", subject=("listing", entry.id), data={"kind": party.kind, "who": entry.shown})
    return entry


@transaction.atomic
def lift_entry(*, entry_id: UUID, by: Actor, reason: str, at: datetime) -> RiskEntry:
    """
    Take one entry off its list.

    Locks    the entry.
    Replays  one that was lifted stays so.

    :raises NotFound: no such entry.
    """
    entry = RiskEntry.objects.select_for_update().filter(id=entry_id).first()
    if entry is None:
        raise NotFound
    if entry.lifted_at is None:
        sign(by, reason)
        entry.lifted_at = at
        entry.save(update_fields=["lifted_at"])
        note("listing.lifted", subject=("listing", entry.id), data={"kind": entry.kind, "who": entry.shown})
    return entry


def _fields(party: Party) -> dict[str, Any]:
    value = party.value.strip()
    match party.kind:
        case "member":
            return _member(value)
        case "device" if len(value) == 32 and value.isalnum():
            return {"device": value.lower(), "shown": value.lower()}
        case "address":
            return _network(value)
        case "contact":
            return _contact(value)
    raise ListedWrong


def _member(value: str) -> dict[str, Any]:
    try:
        member = member_by_id(UUID(value))
    except ValueError as error:
        raise ListedWrong from error
    if member is None:
        raise ListedWrong
    return {"member_id": member.id, "shown": str(member.id)}


def _network(value: str) -> dict[str, Any]:
    try:
        network = ip_network(value, strict=False)
    except ValueError as error:
        raise ListedWrong from error
    if network.prefixlen < (8 if network.version == 4 else 32):
        raise NetworkTooWide
    return {"network": str(network), "shown": str(network)}


def _contact(value: str) -> dict[str, Any]:
    try:
        address = address_of("email" if "@" in value else "phone", value)
    except (PhoneInvalid, EmailInvalid) as error:
        raise ListedWrong from error
    return {"contact_print": address.fingerprint, "shown": address.masked}
