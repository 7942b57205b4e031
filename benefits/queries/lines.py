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


def grant_line(grant_id: UUID) -> GrantLine:
    """
    One grant of any enterprise. One query.

    :raises NotFound: there is no such grant.
    """
    related = ("benefit", "terms", "batch", "budget", "enterprise", "member")
    grant = Grant.objects.select_related(*related).filter(id=grant_id).first()
    if grant is None:
        raise NotFound
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
