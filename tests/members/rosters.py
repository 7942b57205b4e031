"""Rosters for tests: built as CSV, brought in, applied."""

from collections.abc import Sequence

from common.actors import system
from common.jobs.models import Job
from common.jobs.runner import run_job
from members.models import Enterprise, Roster, RosterRow
from members.operations import confirm_roster, upload_roster
from tests.factories import NOW

HEADER = "工号,姓名,手机号,邮箱,部门,入职日期,生日,地区,状态"
BY = system("test")


def sheet(*rows: str) -> bytes:
    return "\n".join([HEADER, *rows]).encode()


def bring(enterprise: Enterprise, *rows: str, content: bytes = b"") -> Roster:
    return upload_roster(enterprise_id=enterprise.id, file_name="花名册.csv", content=content or sheet(*rows), by=BY, at=NOW)


def confirm(roster: Roster) -> Roster:
    return confirm_roster(roster_id=roster.id, file_sha256=bytes(roster.file_sha256), by=BY, at=NOW)


def apply(enterprise: Enterprise, *rows: str, content: bytes = b"") -> Roster:
    roster = confirm(bring(enterprise, *rows, content=content))
    run_job(Job.objects.get(subject_id=roster.id).id)
    roster.refresh_from_db()
    return roster


def verdicts(roster: Roster) -> Sequence[str]:
    return list(RosterRow.objects.filter(roster=roster).order_by("number").values_list("verdict", flat=True))


def codes(roster: Roster) -> Sequence[list[tuple[str, str]]]:
    rows = RosterRow.objects.filter(roster=roster).order_by("number")
    return [[(reason["column"], reason["code"]) for reason in row.reasons] for row in rows]
