"""Who is told something, and what a member was told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, UUIDField

from common.sql import Given, KeptValues
from members.models.enterprise import Department
from members.models.member import Member
from members.models.notice import Notice

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Told:
    """One notice as its member reads it."""

    title: str
    text: str
    at: datetime
    is_new: bool


def audience_of(enterprise_id: UUID, department_ids: Sequence[UUID] = ()) -> QuerySet[Member]:
    """The active members of an enterprise, or of these departments with all below them."""
    members = Member.objects.filter(enterprise_id=enterprise_id, state="active")
    if not department_ids:
        return members
    paths = list(Department.objects.filter(enterprise_id=enterprise_id, id__in=department_ids).values_list("path", flat=True))
    below = [Q(department__path=path) | Q(department__path__startswith=f"{path}/") for path in paths]
    return members.filter(reduce(or_, below)) if below else members.none()


def audience_size(enterprise_id: UUID, department_ids: Sequence[UUID] = ()) -> int:
    """How many they are."""
    return audience_of(enterprise_id, department_ids).count()


def notices_of(member_id: UUID) -> list[Told]:
    """What a member was told lately, the newest first."""
    rows = Notice.objects.filter(member_id=member_id).order_by("-id")[:MOST_SHOWN]
    return [Told(row.title, row.text, row.created_at, row.read_at is None) for row in rows]


def unread_count(member_id: UUID) -> int:
    """How much of it they have not read."""
    return next((count for _member, count in _unread(member_id=member_id)), 0)


def _unread_by() -> QuerySet[Any, Any]:
    unread = Notice.objects.filter(member_id=Given("member_id", UUIDField()), read_at=None).order_by()
    return unread.values("member_id").annotate(count=Count("id")).values_list("member_id", "count")


_unread = KeptValues(_unread_by)
