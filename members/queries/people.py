"""Finding members, and what is shown of one."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from common.refusals import Refused
from common.sealed import mask_email, mask_phone
from members.models.identity import Identity
from members.models.member import Member
from members.queries.accounts import AccountView, accounts_of
from members.queries.sessions import Session, sessions_of
from members.rules.identity import email_of, name_of, name_print, phone_of

MOST_FOUND = 50


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One member in a list. Phones and mails are masked."""

    id: UUID
    enterprise_id: UUID
    enterprise_name: str
    name: str
    staff_no: str
    external_id: str
    department: str
    state: str
    phone: str
    email: str

    @property
    def has_left(self) -> bool:
        return self.state == "left"


@dataclass(frozen=True, slots=True)
class IdentityView:
    """One phone or mail, masked."""

    kind: str
    masked: str
    verified_at: datetime | None
    changed_at: datetime | None


@dataclass(frozen=True, slots=True)
class MemberPage:
    """What this house knows of one member, for the page about them."""

    line: MemberLine
    joined_on: date | None
    birthday: str
    region: str
    language: str
    created_at: datetime
    left_at: datetime | None
    identities: list[IdentityView]
    accounts: list[AccountView]
    sessions: list[Session]


def find_members(enterprise_id: UUID | None, text: str, *, limit: int = MOST_FOUND) -> list[MemberLine]:
    """
    Members by exact phone, mail, staff number, external id or name, of one enterprise or (``None``) of all: three queries.

    Personal data is sealed, so nothing is found by a part of it.
    """
    text = text.strip()
    if not text:
        return []
    within = Q() if enterprise_id is None else Q(enterprise_id=enterprise_id)
    # Two look-ups, each by its own indexes: one condition over both tables would read all of them.
    ids = list(Member.objects.filter(_own_keys(text), within).order_by("-id").values_list("id", flat=True)[:limit])
    ids += list(Identity.objects.filter(_addresses(text), within).values_list("member_id", flat=True)[:limit])
    return lines_of(Member.objects.filter(id__in=ids).order_by("-id"))[:limit]


def lines_of(members: QuerySet[Member]) -> list[MemberLine]:
    """Members as lines of a list, in two queries however many they are."""
    rows = list(members.select_related("enterprise", "department").defer("birthday"))
    masked: dict[tuple[UUID, str], str] = {}
    for identity in Identity.objects.filter(member_id__in=[row.id for row in rows]):
        masked[identity.member_id, identity.kind] = _masked(identity)
    return [_line(row, masked) for row in rows]


def member_by_id(member_id: UUID, *, enterprise_id: UUID | None = None) -> MemberLine | None:
    """One member as a line; ``None`` when missing, or of another enterprise than the one named."""
    return _one(Member.objects.filter(id=member_id), enterprise_id)


def member_by_external_id(enterprise_id: UUID, external_id: str) -> MemberLine | None:
    """One member of an enterprise by the id that the enterprise gave."""
    return _one(Member.objects.filter(external_id=external_id), enterprise_id)


def members_by_ids(ids: list[UUID]) -> dict[UUID, MemberLine]:
    """Several members at once, for lists of other houses: two queries."""
    return {line.id: line for line in lines_of(Member.objects.filter(id__in=ids))}


def member_page(member_id: UUID, *, at: datetime, enterprise_id: UUID | None = None) -> MemberPage | None:
    """All that this house shows of one member; ``None`` when missing, or of another enterprise than the one named."""
    line = member_by_id(member_id, enterprise_id=enterprise_id)
    if line is None:
        return None
    member = Member.objects.get(id=member_id)
    identities = Identity.objects.filter(member_id=member_id).order_by("-kind")
    return MemberPage(
        line=line,
        joined_on=member.joined_on,
        birthday=_without_year(member.birthday),
        region=member.region,
        language=member.language,
        created_at=member.created_at,
        left_at=member.left_at,
        identities=[IdentityView(i.kind, _masked(i), i.verified_at, i.changed_at) for i in identities],
        accounts=accounts_of(member_id),
        sessions=sessions_of(member_id, at=at),
    )


def _own_keys(text: str) -> Q:
    keys = Q(staff_no=text) | Q(external_id=text)
    try:
        return keys | Q(name_print=name_print(name_of(text)))
    except Refused:  # No name; it may still be a number.
        return keys


def _addresses(text: str) -> Q:
    meant = Q(pk__in=[])
    for kind, read in (("phone", phone_of), ("email", email_of)):
        try:
            meant |= Q(kind=kind, fingerprint=read(text).fingerprint)
        except Refused:
            continue
    return meant


def _one(members: QuerySet[Member], enterprise_id: UUID | None) -> MemberLine | None:
    if enterprise_id is not None:
        members = members.filter(enterprise_id=enterprise_id)
    return next(iter(lines_of(members)), None)


def _masked(identity: Identity) -> str:
    return mask_phone(identity.value) if identity.kind == "phone" else mask_email(identity.value)


def _line(row: Member, masked: dict[tuple[UUID, str], str]) -> MemberLine:
    return MemberLine(
        id=row.id,
        enterprise_id=row.enterprise_id,
        enterprise_name=row.enterprise.name,
        name=row.name,
        staff_no=row.staff_no or "",
        external_id=row.external_id or "",
        department=row.department.path if row.department else "",
        state=row.state,
        phone=masked.get((row.id, "phone"), ""),
        email=masked.get((row.id, "email"), ""),
    )


def _without_year(birthday: str | None) -> str:
    return f"****{birthday[4:]}" if birthday else ""
