"""Stock for tests, brought in the way operators bring it."""

import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import openpyxl

import supply.tasks  # noqa: F401  The steps of the jobs register there.
from common.ids import new_id
from common.jobs.models import Job
from common.jobs.runner import run_job
from common.jobs.states import JobState
from supply.models import Code, Intake, Lot, OrderLine, Product, PurchaseOrder
from supply.operations import commit_intake, receive_file, release_lot
from tests.factories import NOW, OPERATOR, make_order_line, make_product, make_supplier

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
PATTERN = "[A-Z0-9]{4}(-[A-Z0-9]{4}){3}"


def code_of(number: int) -> str:
    """A code of the usual form, another for every number: ``QYTS-0000-0000-0007``."""
    digits = f"{number:012d}"
    return f"QYTS-{digits[:4]}-{digits[4:8]}-{digits[8:]}"


def make_card_product(**fields: Any) -> Product:
    """A product whose codes look like ``A1B2-C3D4-E5F6-G7H8``."""
    return make_product("code", **{"code_pattern": PATTERN, **fields})


def make_card_line(quantity: int = 100, **fields: Any) -> OrderLine:
    """A placed order line of such a product."""
    return make_order_line(make_card_product(**fields), quantity=quantity)


def make_order_in(state: str) -> OrderLine:
    """A line of an order in any state."""
    order = PurchaseOrder.objects.create(number=f"PO-{state}", supplier=make_supplier(), state=state)
    return OrderLine.objects.create(order=order, product=make_card_product(), quantity=100, cost_minor=9_000)


def workbook_of(*rows: Sequence[object]) -> bytes:
    """An .xlsx with one sheet."""
    workbook, file = openpyxl.Workbook(), io.BytesIO()
    sheet = workbook.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    workbook.save(file)
    return file.getvalue()


def receive(lines: Iterable[str] | bytes, *, line: OrderLine | None = None, name: str = "codes.txt") -> Intake:
    """Receive a file; its check waits for a worker."""
    content = lines if isinstance(lines, bytes) else "\n".join(lines).encode()
    return receive_file(order_line_id=(line or make_card_line()).id, file_name=name, content=content, by=OPERATOR, at=NOW)


def bring(lines: Iterable[str] | bytes, *, line: OrderLine | None = None, name: str = "codes.txt") -> Intake:
    """Receive a file and run its check to the end."""
    intake = receive(lines, line=line, name=name)
    run_jobs()
    return Intake.objects.select_related("lot").defer("lot__wrapped_key").get(id=intake.id)


def take_in(intake: Intake) -> Lot:
    """Commit a checked file and run it to the end; the lot is quarantined."""
    commit_intake(intake_id=intake.id, by=OPERATOR, at=NOW)
    run_jobs()
    return Lot.objects.get(id=intake.lot_id)


def stock(*codes: str, line: OrderLine | None = None) -> Lot:
    """A released lot with these codes."""
    return release(take_in(bring(codes, line=line)))


def release(lot: Lot) -> Lot:
    """Release a quarantined lot."""
    return release_lot(lot_id=lot.id, by=OPERATOR, at=NOW)


def issue(lot: Lot) -> Code:
    """Give one code of the lot out, as a claim does; its ``purpose_id`` is the redemption."""
    code = Code.objects.filter(lot=lot, state="available").order_by("line_number").first()
    assert code is not None
    code.state, code.purpose_id, code.issued_at = "issued", new_id(), NOW
    code.enterprise_id, code.member_id = new_id(), new_id()
    code.save()
    return code


def run_jobs() -> None:
    """Run what a worker would."""
    for job in Job.objects.filter(state__in=[JobState.QUEUED, JobState.RUNNING]):
        run_job(job.id)
