"""What each role sees, with and without a scope."""

from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from benefits.models import Grant
from common.feed.models import Event
from common.ids import new_id
from common.jobs import Progress
from common.jobs.models import Job
from common.jobs.runner import run_job
from common.jobs.runner import steps as register
from common.scope import NOBODY, OWNER, PLATFORM, current, enterprise, within
from common.scope.guards.catalogue import tables
from common.scope.scopes import ROLES
from members.models import Department, Enterprise, Member
from tests.common.scope.world import count_of, populated
from tests.factories import make_department, make_enterprise, make_grant, make_member

pytestmark = pytest.mark.django_db


def guarded() -> list[str]:
    with within(OWNER):
        return [table.name for table in tables() if table.is_forced]


def seen_by(role: str, table: str) -> int:
    """What the bare role sees. One that may not even ask sees nothing."""
    try:
        with within(OWNER), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {role}")
            cursor.execute("SET LOCAL app.scope = ''")
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            return int(cursor.fetchone()[0])
    except ProgrammingError:
        return 0


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.alone("it counts every row that there is")
def test_a_role_without_a_scope_sees_no_row_of_any_guarded_table(role: str) -> None:
    populated()
    full = [table for table in guarded() if count_of(table)]
    # A benefit that the platform offers to all enterprises is nobody's.
    expected = {"benefits_benefit": 0 if role != "quanyi_enterprise" else count_of("benefits_benefit")}
    expected |= {t: count_of(t) for t in ("benefits_terms", "benefits_bundlepart") if role == "quanyi_enterprise"}
    assert {t: n for t in full if (n := seen_by(role, t))} == {t: n for t, n in expected.items() if n}
    assert len(full) >= 20


def test_nobody_sees_no_enterprise() -> None:
    populated()
    with within(NOBODY):
        assert (Enterprise.objects.count(), Member.objects.count(), Grant.objects.count(), Event.objects.count()) == (0, 0, 0, 0)


@pytest.mark.alone("it counts every row that there is")
def test_an_enterprise_sees_its_own_rows_of_every_table() -> None:
    one = populated()
    alone = {table: count_of(table) for table in guarded()}
    populated()
    with within(enterprise(one.id)):
        # What the platform keeps to itself is not asked for; the feed has the platform's own events besides.
        mine = {table: count_of(table) for table in guarded() if _is_open(table)}
    shared = ("benefits_benefit", "benefits_terms")
    differs = {t: (n, alone[t]) for t, n in mine.items() if n != alone[t] and t not in (*shared, "common_event", "supply_code")}
    assert differs == {}


def _is_open(table: str) -> bool:
    with within(OWNER), connection.cursor() as cursor:
        cursor.execute("SELECT has_any_column_privilege('quanyi_enterprise', %s, 'SELECT')", [table])
        return bool(cursor.fetchone()[0])


def test_a_statement_that_forgets_the_enterprise_sees_no_foreign_row() -> None:
    mine, foreign = populated(), populated()
    with within(enterprise(mine.id)), connection.cursor() as cursor:
        # As if a name had been put together with somebody's text.
        cursor.execute(f"SELECT DISTINCT enterprise_id FROM members_member WHERE id = id OR enterprise_id = '{foreign.id}'")
        assert cursor.fetchall() == [(mine.id,)]
        cursor.execute(
            "SELECT count(*) FROM benefits_grant g JOIN members_member m ON m.id = g.member_id WHERE g.enterprise_id <> %s", [mine.id]
        )
        assert cursor.fetchall() == [(0,)]


def test_a_foreign_row_is_neither_changed_nor_taken_over_nor_made() -> None:
    mine, foreign = make_enterprise(), make_member()
    with within(enterprise(mine.id)):
        assert Member.objects.filter(id=foreign.id).update(region="elsewhere") == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            make_member(foreign.enterprise)
        own = make_department(mine)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Department.objects.filter(id=own.id).update(enterprise_id=foreign.enterprise_id)
    assert Member.objects.get(id=foreign.id).region == foreign.region


def test_what_an_enterprise_does_leaves_its_trail() -> None:
    grant = make_grant()
    with within(enterprise(grant.enterprise_id)):
        Grant.objects.filter(id=grant.id).update(state="revoked", revoked_at=grant.created_at)
        assert Event.objects.filter(subject_id=grant.id).latest("id").after == "revoked"


def test_an_enterprise_is_named_by_a_uuid_and_by_nothing_else() -> None:
    with pytest.raises(TypeError):
        enterprise("' OR true --")  # type: ignore[arg-type]


def test_a_job_of_one_enterprise_runs_in_its_scope() -> None:
    seen: list[UUID | None] = []

    @register("test.scope")
    def step(job: Job) -> Progress:
        seen.append(current().enterprise_id)
        raise AssertionError("enough")

    company = make_enterprise()
    job = Job.objects.create(
        name="test.scope", subject_id=new_id(), enterprise_id=company.id, actor="system:test", created_at=company.created_at
    )
    with pytest.raises(AssertionError):
        run_job(job.id)
    assert (seen, current()) == ([company.id], PLATFORM)
