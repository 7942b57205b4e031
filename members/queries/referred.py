"""Many people at once, each named as a program names them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from common.refusals import Refused
from members.models.identity import Identity
from members.models.member import Member
from members.rules.person import Person, person_of


@dataclass(frozen=True, slots=True)
class Referred:
    """The active member whom a reference means, or why there is none: a stable code."""

    member_id: UUID | None
    refusal: str = ""


def members_referred(enterprise_id: UUID, references: Sequence[Mapping[str, str]]) -> list[Referred]:
    """
    Whom each reference means, in their order: by ``staff_no``, ``external_id``, ``phone`` and ``email``, which must agree. Two queries.

    Refusals are ``member_not_found``, ``member_ambiguous``, ``member_left`` and those of values that do not fit.
    """
    people = [_read(reference) for reference in references]
    index = _index(enterprise_id, [person for person in people if isinstance(person, Person)])
    return [_found(person, index) for person in people]


def _read(reference: Mapping[str, str]) -> Person | str:
    try:
        return person_of(reference)
    except Refused as refused:
        return refused.code


def _keys(person: Person) -> list[tuple[str, object]]:
    own: list[tuple[str, object]] = [("staff_no", person.staff_no), ("external_id", person.external_id)]
    return [key for key in own if key[1]] + [(address.channel, address.fingerprint) for address in person.addresses]


def _index(enterprise_id: UUID, people: Sequence[Person]) -> dict[tuple[str, object], tuple[UUID, str]]:
    wanted = {key for person in people for key in _keys(person)}
    named: dict[str, list[object]] = {}
    for kind, value in wanted:
        named.setdefault(kind, []).append(value)
    found: dict[tuple[str, object], tuple[UUID, str]] = {}
    own = Q(staff_no__in=named.get("staff_no", [])) | Q(external_id__in=named.get("external_id", []))
    for row in Member.objects.filter(own, enterprise_id=enterprise_id).values("id", "state", "staff_no", "external_id"):
        found["staff_no", row["staff_no"]] = found["external_id", row["external_id"]] = (row["id"], row["state"])
    addresses = Q(kind="phone", fingerprint__in=named.get("phone", [])) | Q(kind="email", fingerprint__in=named.get("email", []))
    identities = Identity.objects.filter(addresses, enterprise_id=enterprise_id)
    for kind, fingerprint, member_id, state in identities.values_list("kind", "fingerprint", "member_id", "member__state"):
        found[kind, bytes(fingerprint)] = (member_id, state)
    return found


def _found(person: Person | str, index: Mapping[tuple[str, object], tuple[UUID, str]]) -> Referred:
    if isinstance(person, str):
        return Referred(None, person)
    meant = {index[key] for key in _keys(person) if key in index}
    if len(meant) > 1:
        return Referred(None, "member_ambiguous")
    if not meant:
        return Referred(None, "member_not_found")
    member_id, state = meant.pop()
    return Referred(None, "member_left") if state == "left" else Referred(member_id)
