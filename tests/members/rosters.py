"""Rosters for tests: built as CSV, brought in, applied."""

from collections.abc import Sequence
from pathlib import Path

from common.actors import system
from common.jobs.models import Job
from common.jobs.runner import run_job
from members.models import Enterprise, Roster, RosterRow
from members.operations import confirm_roster, upload_roster
from tests.factories import NOW

HEADER = "工号,姓名,手机号,邮箱,部门,入职日期,生日,地区,状态"
BY = system("test")
CHECK, APPLY = "members.check_roster", "members.imports.apply_roster"
SAMPLE = Path(__file__).parents[1] / "samples" / "roster-300.xlsx"
LIN = "G1,林超,13812345678,lin@galaxy.test,研发中心/平台部,2025-01-30,1991-03-09,上海,在职"
REN = "G2,任强,13900001111,ren@galaxy.test,市场部,2024-09-15,1997-04-01,北京,在职"


def sheet(*rows: str) -> bytes:
    return "\n".join([HEADER, *rows]).encode()


def bring(enterprise: Enterprise, *rows: str, content: bytes = b"") -> Roster:
    """Uploaded, read and checked."""
    roster = upload_roster(enterprise_id=enterprise.id, file_name="花名册.csv", content=content or sheet(*rows), by=BY, at=NOW)
    return done(roster, CHECK)


def done(roster: Roster, name: str) -> Roster:
    """The roster once its job of that name has run."""
    run_job(Job.objects.get(name=name, subject_id=roster.id).id)
    roster.refresh_from_db()
    return roster


def confirm(roster: Roster) -> Roster:
    return confirm_roster(roster_id=roster.id, file_sha256=bytes(roster.file_sha256), by=BY, at=NOW)


def apply(enterprise: Enterprise, *rows: str, content: bytes = b"") -> Roster:
    return done(confirm(bring(enterprise, *rows, content=content)), APPLY)


def verdicts(roster: Roster) -> Sequence[str]:
    return list(RosterRow.objects.filter(roster=roster).order_by("number").values_list("verdict", flat=True))


def codes(roster: Roster) -> Sequence[list[tuple[str, str]]]:
    rows = RosterRow.objects.filter(roster=roster).order_by("number")
    return [[(reason["column"], reason["code"]) for reason in row.reasons] for row in rows]
