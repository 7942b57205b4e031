"""A grant in one line, for pages of the houses above."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from benefits.models import Grant
from common.refusals import NotFound


@dataclass(frozen=True, slots=True)
class GrantLine:
    """Which right, whose, from which act, and how it stands."""

    id: UUID
    serial: str
    state: str
    quantity: int
    committed: int
    unit: str
    benefit_id: UUID
    benefit: str
    terms_version: int
    batch_id: UUID
    batch: str
    budget_id: UUID
    budget: str
    enterprise_id: UUID
    enterprise: str
    member_id: UUID
    member: str
    created_at: datetime


_RELATED = ("benefit", "terms", "batch", "budget", "enterprise", "member")


def grant_line(grant_id: UUID) -> GrantLine:
    """
    One grant of any enterprise. One query.

    :raises NotFound: there is no such grant.
    """
    grant = Grant.objects.select_related(*_RELATED).filter(id=grant_id).first()
    if grant is None:
        raise NotFound
    return _line(grant)


def newest_grants(member_id: UUID, *, limit: int = 20) -> list[GrantLine]:
    """What one member was given last, the newest first. One query."""
    grants = Grant.objects.select_related(*_RELATED).filter(member_id=member_id).order_by("-created_at", "-id")
    return [_line(grant) for grant in grants[:limit]]


def _line(grant: Grant) -> GrantLine:
    return GrantLine(
        id=grant.id,
        serial=grant.serial,
        state=grant.state,
        quantity=grant.quantity,
        committed=grant.committed,
        unit=grant.budget.unit,
        benefit_id=grant.benefit_id,
        benefit=grant.benefit.name,
        terms_version=grant.terms.version,
        batch_id=grant.batch_id,
        batch=grant.batch.name,
        budget_id=grant.budget_id,
        budget=grant.budget.name,
        enterprise_id=grant.enterprise_id,
        enterprise=grant.enterprise.name,
        member_id=grant.member_id,
        member=grant.member.name,
        created_at=grant.created_at,
    )
