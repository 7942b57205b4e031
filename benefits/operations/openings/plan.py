"""Planning an opening: drafted, changed as often as anyone likes, put away. Nothing is promised yet."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from benefits.models import Benefit, Budget, Opening
from benefits.states import BenefitState, OpeningState
from common.actors import Actor
from common.feed import note, sign
from common.refusals import NotFound, Refused

_SET_LATER = ("id", "terms", "batch", "piece_committed", "published_at", "closed_at")


class NotADraft(Refused):
    code = "not_a_draft"
    sentence = exact = _("This opening was published or put away: it can't be changed any more.")


@dataclass(frozen=True, slots=True)
class OpeningPlan:
    """What is opened, to whom, when, and how much of it one may have. ``department_ids`` empty: to everybody."""

    enterprise_id: UUID
    name: str
    benefit_id: UUID
    budget_id: UUID
    pieces: int
    opens_at: datetime
    closes_at: datetime
    limit_per_member: int = 1
    limit_per_day: int | None = None
    limit_per_device: int | None = None
    department_ids: tuple[UUID, ...] = ()


@transaction.atomic
def draft_opening(plan: OpeningPlan, *, by: Actor, at: datetime, reason: str = "") -> Opening:
    """
    Write an opening down as a draft.

    :raises NotFound: the benefit, the budget or a department is not the enterprise's to use.
    :raises ValidationError: a field can't be so.
    """
    _refuse_foreign(plan)
    opening = Opening(enterprise_id=plan.enterprise_id, created_by=str(by), created_at=at, **_fields(plan))
    opening.full_clean(exclude=_SET_LATER)
    sign(by, reason)
    opening.save(force_insert=True)
    opening.departments.set(plan.department_ids)  # type: ignore[arg-type]  # By their keys.
    return opening


@transaction.atomic
def change_opening(opening_id: UUID, plan: OpeningPlan, *, by: Actor, at: datetime, reason: str = "") -> Opening:
    """
    Replace the plan of a draft.

    Locks    the opening.

    :raises NotADraft: it was published, or put away.
    :raises NotFound, ValidationError: as for a new one.
    """
    opening = locked(opening_id, plan.enterprise_id)
    if opening.state != OpeningState.DRAFT:
        raise NotADraft
    _refuse_foreign(plan)
    for name, value in _fields(plan).items():
        setattr(opening, name, value)
    opening.created_by = str(by)  # Whoever planned it last: where two are needed, another one publishes it.
    opening.full_clean(exclude=_SET_LATER)
    sign(by, reason)
    opening.save()
    opening.departments.set(plan.department_ids)  # type: ignore[arg-type]  # By their keys.
    note("opening.changed", subject=opening)
    return opening


@transaction.atomic
def discard_opening(*, opening_id: UUID, by: Actor, at: datetime, reason: str = "", enterprise_id: UUID | None = None) -> Opening:
    """
    Put a draft away.

    :raises NotADraft: it was published, or put away before.
    """
    opening = locked(opening_id, enterprise_id)
    if opening.state != OpeningState.DRAFT:
        raise NotADraft
    sign(by, reason)
    opening.state, opening.closed_at = OpeningState.DISCARDED, at
    opening.save(update_fields=["state", "closed_at"])
    return opening


def locked(opening_id: UUID, enterprise_id: UUID | None = None) -> Opening:
    """
    The opening, its row locked until the transaction ends.

    :raises NotFound: there is none, or it is another enterprise's.
    """
    openings = Opening.objects.select_for_update(of=("self",)).select_related("benefit", "budget", "enterprise", "batch", "terms")
    if enterprise_id is not None:
        openings = openings.filter(enterprise_id=enterprise_id)
    opening = openings.filter(id=opening_id).first()
    if opening is None:
        raise NotFound
    return opening


def _fields(plan: OpeningPlan) -> dict[str, Any]:
    names = (
        "name",
        "benefit_id",
        "budget_id",
        "pieces",
        "opens_at",
        "closes_at",
        "limit_per_member",
        "limit_per_day",
        "limit_per_device",
    )
    return {name: getattr(plan, name) for name in names}


def _refuse_foreign(plan: OpeningPlan) -> None:
    own = Q(enterprise_id=plan.enterprise_id)
    if not Benefit.objects.exclude(state=BenefitState.DRAFT).filter(own | Q(enterprise=None), id=plan.benefit_id).exists():
        raise NotFound(what="benefit")
    if not Budget.objects.filter(own, id=plan.budget_id).exists():
        raise NotFound(what="budget")
    departments: Any = Opening._meta.get_field("departments").related_model  # Of another house.
    if departments.objects.filter(own, id__in=plan.department_ids).count() != len(set(plan.department_ids)):
        raise NotFound(what="department")
