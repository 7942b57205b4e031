"""Enterprises, their departments, keys and staff."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from common.ids import token_hash
from common.scope import PLATFORM, within
from members.models.enterprise import ApiKey, Department, Enterprise
from members.models.staff import Staff
from members.states import EnterpriseState


@dataclass(frozen=True, slots=True)
class EnterpriseFacts:
    """What other houses need to know of an enterprise."""

    id: UUID
    slug: str
    name: str
    name_en: str
    state: str
    time_zone: str
    currency: str
    support_contact: str
    leaver_policy: str


@dataclass(frozen=True, slots=True)
class EnterpriseAtKey:
    """The enterprise behind a key of the enterprise API."""

    id: UUID
    slug: str
    name: str
    time_zone: str
    currency: str
    key_id: UUID
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class StaffFacts:
    """What a login may do in the enterprise console."""

    user_id: UUID
    role: str
    enterprise: EnterpriseFacts

    @property
    def may_change(self) -> bool:
        return self.role == "hr_admin"


@dataclass(frozen=True, slots=True)
class DepartmentFacts:
    """One node of the tree."""

    id: UUID
    path: str
    cost_center: str


@within(PLATFORM)
def enterprise_of_key(key: str, *, at: datetime) -> EnterpriseAtKey | None:
    """The enterprise behind a key, in one query; ``None`` for a key that is unknown, revoked, or of a suspended enterprise."""
    found = (
        ApiKey.objects.filter(key_hash=token_hash(key), revoked_at=None, enterprise__state=EnterpriseState.ACTIVE)
        .select_related("enterprise")
        .first()
    )
    if found is None:
        return None
    enterprise = found.enterprise
    return EnterpriseAtKey(
        enterprise.id, enterprise.slug, enterprise.name, enterprise.time_zone, enterprise.currency, found.id, found.last_used_at
    )


def enterprise_by_id(enterprise_id: UUID) -> EnterpriseFacts | None:
    """One enterprise."""
    found = Enterprise.objects.filter(id=enterprise_id).first()
    return _facts(found) if found else None


def enterprise_by_slug(slug: str) -> EnterpriseFacts | None:
    """One enterprise by its slug."""
    found = Enterprise.objects.filter(slug=slug).first()
    return _facts(found) if found else None


def roster_frozen_at(enterprise_id: UUID) -> datetime | None:
    """From when on an enterprise's roster is frozen; ``None`` where it is not."""
    return Enterprise.objects.values_list("roster_frozen_at", flat=True).get(id=enterprise_id)


def staff_of(user_id: UUID) -> StaffFacts | None:
    """The role of a login in its enterprise, in one query; ``None`` without one, and while the enterprise is suspended."""
    staff = Staff.objects.select_related("enterprise").filter(user_id=user_id, enterprise__state=EnterpriseState.ACTIVE).first()
    return StaffFacts(staff.user_id, staff.role, _facts(staff.enterprise)) if staff else None


def departments_of(enterprise_id: UUID) -> list[DepartmentFacts]:
    """The whole tree, each node after its parent."""
    rows = Department.objects.filter(enterprise_id=enterprise_id).order_by("path")
    return [DepartmentFacts(row.id, row.path, row.cost_center) for row in rows]


def _facts(enterprise: Enterprise) -> EnterpriseFacts:
    return EnterpriseFacts(
        id=enterprise.id,
        slug=enterprise.slug,
        name=enterprise.name,
        name_en=enterprise.name_en,
        state=enterprise.state,
        time_zone=enterprise.time_zone,
        currency=enterprise.currency,
        support_contact=enterprise.support_contact,
        leaver_policy=enterprise.leaver_policy,
    )
