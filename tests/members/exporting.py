"""Exports for tests: somebody at an enterprise asks for a roster's result, long or short, and opens what they get."""

from io import BytesIO

from django.db import transaction
from python_calamine import CalamineWorkbook

from common.actors import Actor
from common.jobs.models import Job
from members.models import Export, Staff
from members.operations import ExportAsked, ask_export, fetch_export, write_some
from tests.factories import NOW, make_enterprise, make_staff
from tests.members.rosters import bring

JOB = "members.write_export"
ROWS = [f"G{number},林超,{'' if number % 2 else '12'},,,,,,在职" for number in range(5)]


def asked(staff: Staff | None = None) -> tuple[Staff, Export]:
    """Somebody asks for the result of a roster of five rows."""
    staff = staff or make_staff(make_enterprise())
    return staff, ask_again(staff, bring(staff.enterprise, *ROWS).id)


def ask_again(staff: Staff, roster_id: object) -> Export:
    wanted = ExportAsked(staff.enterprise_id, staff.user_id, "roster_result", "花名册-result.xlsx", len(ROWS), subject_id=roster_id)  # type: ignore[arg-type]
    return ask_export(wanted, by=actor(staff), at=NOW)


def actor(staff: Staff) -> Actor:
    return Actor("user", str(staff.user_id))


def step(export: Export) -> bool:
    """One step of the job, as the worker does it; whether it was the last."""
    with transaction.atomic():
        return write_some(export.id, at=NOW).is_finished


def job_of(export: Export) -> Job:
    return Job.objects.get(name=JOB, subject_id=export.id)


def taken(staff: Staff, export: Export) -> bytes:
    return b"".join(fetch_export(export.id, enterprise_id=staff.enterprise_id, by=actor(staff), at=NOW).pieces)


def cells(content: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
