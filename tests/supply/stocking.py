"""Stock for tests, brought in the way operators bring it."""

from collections.abc import Iterable
from pathlib import Path

import supply.tasks  # noqa: F401  The steps of the jobs register there.
from common.jobs.models import Job
from common.jobs.runner import run_job
from common.jobs.states import JobState
from supply.models import Intake, Lot, OrderLine, Product
from supply.operations import commit_intake, receive_file, release_lot
from tests.factories import NOW, OPERATOR, make_order_line, make_product

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
PATTERN = "[A-Z0-9]{4}(-[A-Z0-9]{4}){3}"


def code_of(number: int) -> str:
    """A code of the usual form: ``code_of(7)`` is ``QYTEST``-like text that no other number has."""
    digits = f"{number:012d}"
    return f"QYTS-{digits[:4]}-{digits[4:8]}-{digits[8:]}"


def make_card_product(**fields: object) -> Product:
    """A product whose codes look like ``A1B2-C3D4-E5F6-G7H8``."""
    return make_product("code", code_pattern=PATTERN, **fields)


def make_card_line(quantity: int = 100, **fields: object) -> OrderLine:
    """A placed order line of such a product."""
    return make_order_line(make_card_product(**fields), quantity=quantity)


def bring(lines: Iterable[str] | bytes, *, line: OrderLine | None = None, name: str = "codes.txt") -> Intake:
    """Receive a file and run its check to the end."""
    content = lines if isinstance(lines, bytes) else "\n".join(lines).encode()
    intake = receive_file(order_line_id=(line or make_card_line()).id, file_name=name, content=content, by=OPERATOR, at=NOW)
    run_jobs()
    return Intake.objects.select_related("lot").get(id=intake.id)


def take_in(intake: Intake) -> Lot:
    """Commit a checked file and run it to the end; the lot is quarantined."""
    commit_intake(intake_id=intake.id, by=OPERATOR, at=NOW)
    run_jobs()
    return Lot.objects.get(id=intake.lot_id)


def stock(*codes: str, line: OrderLine | None = None) -> Lot:
    """A released lot with these codes."""
    lot = take_in(bring(codes, line=line))
    return release_lot(lot_id=lot.id, by=OPERATOR, at=NOW)


def run_jobs() -> None:
    """Run what a worker would."""
    for job in Job.objects.filter(state__in=[JobState.QUEUED, JobState.RUNNING]):
        run_job(job.id)
