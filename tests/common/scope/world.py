"""Two enterprises with a row in most tables of each."""

from django.db import connection

from common.feed import sign
from common.jobs import start_job
from common.replay import Answer, once
from common.scope import enterprise, within
from members.models import ApiKey, BoundAccount, Enterprise, MemberSession, Roster
from redemption.models import Complaint
from supply.models import Code
from tests.factories import (
    NOW,
    OPERATOR,
    make_batch,
    make_budget,
    make_department,
    make_enterprise,
    make_grant,
    make_identity,
    make_member,
    make_staff,
)
from tests.redemption.operations.claiming import claim, code_grant


def populated() -> Enterprise:
    """An enterprise that has used the platform."""
    company = make_enterprise()
    sign(OPERATOR)
    make_department(company)
    make_staff(company)
    member = make_member(company)
    make_identity(member, "phone", f"+86139{company.id.int % 10**8:08d}")
    budget = make_budget(company)
    make_grant(member, budget=budget, batch=make_batch(company, budget))
    (claimed,) = claim(code_grant(member=member))
    facts = {"enterprise": company, "member": member, "redemption": claimed, "reason": "invalid", "created_at": NOW}
    Complaint.objects.create(lot_id=Code.objects.values_list("lot_id", flat=True).get(id=claimed.code_id), **facts)
    Roster.objects.create(enterprise=company, file_name="r.xlsx", file_sha256=b"x" * 32, created_by=str(OPERATOR), created_at=NOW)
    ApiKey.objects.create(enterprise=company, prefix="qy_", key_hash=company.id.bytes, created_at=NOW)
    MemberSession.objects.create(
        member=member, token_hash=company.id.bytes, kind="api", created_at=NOW, seen_at=NOW, expires_at=NOW.replace(year=2030)
    )
    start_job("benefits.check_batch", budget.id, by=OPERATOR, at=NOW, enterprise_id=company.id)
    BoundAccount.objects.create(
        enterprise=company, member=member, brand="b", kind="text", value="v", fingerprint=company.id.bytes, masked="v", bound_at=NOW
    )
    with within(enterprise(company.id)):
        once(scope=f"test:{company.id}", key="k" * 8, request="", at=NOW, act=lambda: Answer(200, {}))
    return company


def count_of(table: str) -> int:
    """How many rows of it the scope of the moment sees."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{table}"')
        return int(cursor.fetchone()[0])
