"""Grants as programs see them: of one member, or of one enterprise."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from benefits.models import Grant
from benefits.queries.faces import BenefitFace, face_of
from benefits.queries.why import why_of
from common.pages import Page, Place, page_at


@dataclass(frozen=True, slots=True)
class GrantView:
    """One grant as its member sees it."""

    id: UUID
    serial: str
    benefit: BenefitFace
    state: str
    quantity: int
    claimable_from: datetime
    claimable_until: datetime
    note: str
    why: str


@dataclass(frozen=True, slots=True)
class Grantee:
    """The member of a grant, as their enterprise names them."""

    id: UUID
    staff_no: str | None
    external_id: str | None
    name: str


@dataclass(frozen=True, slots=True)
class IssuedGrant:
    """One grant as its enterprise sees it: with its member, its budget, and the time of each state."""

    grant: GrantView
    member: Grantee
    reference: str | None
    batch_id: UUID
    budget_id: UUID
    budget_name: str
    created_at: datetime
    claimed_at: datetime | None
    fulfilled_at: datetime | None
    activated_at: datetime | None
    used_at: datetime | None
    used_said_by: str | None
    expired_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class GrantFilter:
    """Which grants of an enterprise. ``member`` is an id, an external id or a staff number; empty is no filter."""

    member: str = ""
    state: str = ""
    benefit: str = ""
    since: datetime | None = None


def member_grants(member_id: UUID, *, state: str, place: Place) -> Page[GrantView]:
    """One page of a member's grants, newest first; one query."""
    grants = _grants().filter(member_id=member_id)
    return page_at(place, grants.filter(state=state) if state else grants, order="-id").of(_view)


def member_grant(grant_id: UUID, member_id: UUID) -> GrantView | None:
    """One grant, if it is this member's."""
    grant = _grants().filter(id=grant_id, member_id=member_id).first()
    return _view(grant) if grant else None


def enterprise_grants(enterprise_id: UUID, wanted: GrantFilter, *, place: Place) -> Page[IssuedGrant]:
    """One page of an enterprise's grants, newest first; one query. What the filter names and nobody has gives an empty page."""
    grants = _issued().filter(enterprise_id=enterprise_id)
    if wanted.member:
        grants = grants.filter(_of_member(wanted.member))
    if wanted.state:
        grants = grants.filter(state=wanted.state)
    if wanted.benefit:
        grants = grants.filter(benefit__code=wanted.benefit)
    if wanted.since:
        grants = grants.filter(created_at__gte=wanted.since)
    return page_at(place, grants, order="-id").of(_issued_view)


def enterprise_grant(serial: str, enterprise_id: UUID) -> IssuedGrant | None:
    """One grant by its serial, if it is this enterprise's."""
    grant = _issued().filter(serial=serial, enterprise_id=enterprise_id).first()
    return _issued_view(grant) if grant else None


def _of_member(named: str) -> Q:
    named_so = Q(member__external_id=named) | Q(member__staff_no=named)
    try:
        return named_so | Q(member_id=UUID(named))
    except ValueError:
        return named_so


def _grants() -> QuerySet[Grant]:
    return Grant.objects.select_related("benefit__product__brand", "enterprise", "batch")


def _issued() -> QuerySet[Grant]:
    # The birthday is sealed and not shown: nothing is opened for nothing.
    return _grants().select_related("member", "budget").defer("member__birthday")


def _view(grant: Grant) -> GrantView:
    return GrantView(
        id=grant.id,
        serial=grant.serial,
        benefit=face_of(grant.benefit),
        state=grant.state,
        quantity=grant.quantity,
        claimable_from=grant.claimable_from,
        claimable_until=grant.claimable_until,
        note=grant.note,
        why=why_of(grant),
    )


def _issued_view(grant: Grant) -> IssuedGrant:
    member = grant.member
    return IssuedGrant(
        grant=_view(grant),
        member=Grantee(member.id, member.staff_no, member.external_id, member.name),
        reference=grant.reference,
        batch_id=grant.batch_id,
        budget_id=grant.budget_id,
        budget_name=grant.budget.name,
        created_at=grant.created_at,
        claimed_at=grant.claimed_at,
        fulfilled_at=grant.fulfilled_at,
        activated_at=grant.activated_at,
        used_at=grant.used_at,
        used_said_by=grant.used_said_by or None,
        expired_at=grant.expired_at,
        revoked_at=grant.revoked_at,
    )
