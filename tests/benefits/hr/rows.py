"""One row of each kind that the enterprises' console shows."""

from uuid import UUID, uuid4

from common.jobs import start_job
from members.models import ApiKey, Enterprise, Roster
from tests.benefits.operations.openings.opened import drafted
from tests.factories import (
    NOW,
    OPERATOR,
    make_batch,
    make_benefit,
    make_budget,
    make_department,
    make_export,
    make_grant,
    make_member,
    make_staff,
)


def rows_of(enterprise: Enterprise) -> dict[str, UUID]:
    """One row of each kind that an address can be about, by how its address begins."""
    budget = make_budget(enterprise)
    batch = make_batch(enterprise, budget, source="import", state="ready")
    grant = make_grant(make_member(enterprise, phone="+8613800001111"), budget=budget, batch=batch)
    roster = Roster.objects.create(
        enterprise=enterprise, file_name="r.xlsx", file_sha256=b"x" * 32, created_by=str(OPERATOR), created_at=NOW, state="ready"
    )
    key = ApiKey.objects.create(enterprise=enterprise, prefix="qy_", key_hash=uuid4().bytes, created_at=NOW)
    job = start_job("benefits.check_batch", batch.id, by=OPERATOR, at=NOW, enterprise_id=enterprise.id)
    staff = make_staff(enterprise)
    return {
        "downloads": make_export(staff).id,
        "jobs": job.id,
        "rosters": roster.id,
        "batches": batch.id,
        "members/department": make_department(enterprise).id,
        "members/staff": staff.id,
        "members/apikey": key.id,
        "members/member": grant.member_id,
        "members/roster": roster.id,
        "benefits/batch": batch.id,
        "benefits/budget": budget.id,
        "benefits/grant": grant.id,
        "benefits/opening": drafted(budget=budget, benefit=make_benefit("badge"), stock=0).id,
    }
