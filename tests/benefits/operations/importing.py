"""A galaxy to import into: the sample's people, benefits and a budget."""

import hashlib
from pathlib import Path

import openpyxl

from benefits.models import Batch
from benefits.operations import GrantsFile, confirm_batch, upload_grants
from common import clock
from common.jobs.models import Job
from common.jobs.runner import run_job
from common.sheets.cells import as_phone
from members.models import Enterprise
from tests.factories import OPERATOR, make_benefit, make_budget, make_bundle, make_enterprise, make_member

SAMPLES = Path(__file__).parents[2] / "samples"


def galaxy(*, amount: int = 100_000_00) -> Enterprise:
    """The sample's 300 people (two have left) and its four benefits."""
    enterprise = make_enterprise("galaxy")
    sheet = openpyxl.load_workbook(SAMPLES / "roster-300.xlsx", read_only=True).active
    for number, name, phone, email, *_rest, state in list(sheet.iter_rows(values_only=True))[1:]:
        left = {"state": "left", "left_at": clock.now()} if state == "离职" else {}
        make_member(enterprise, phone=as_phone(str(phone)), email=email, name=name, staff_no=number, **left)
    make_benefit("topup", code="video-month", price_minor=2300)
    make_benefit("topup", code="phone-50", price_minor=5000)
    make_benefit("code", code="ecard-100", price_minor=9800)
    make_bundle(make_benefit("code"), make_benefit("code"), code="coffee-bundle", price_minor=3000)
    make_budget(enterprise, amount=amount, is_default=True)
    return enterprise


def checked(enterprise: Enterprise, content: bytes, *, name: str = "grants.xlsx", **choices: object) -> Batch:
    """Upload a file and run its check to the end."""
    file = GrantsFile(enterprise.id, name, content, **choices)  # type: ignore[arg-type]
    batch = upload_grants(file, by=OPERATOR, at=clock.now())
    run("benefits.check_batch", batch)
    batch.refresh_from_db()
    return batch


def confirmed(batch: Batch) -> Batch:
    """Confirm a checked batch and issue it to the end."""
    confirm_batch(
        batch_id=batch.id,
        enterprise_id=batch.enterprise_id,
        file_sha256=bytes(batch.sheet.file_sha256),
        by=OPERATOR,
        at=clock.now(),
    )
    run("benefits.issue_batch", batch)
    batch.refresh_from_db()
    return batch


def run(name: str, batch: Batch) -> None:
    run_job(Job.objects.get(name=name, subject_id=batch.id).id)


def sample() -> bytes:
    return (SAMPLES / "grants-450.xlsx").read_bytes()


def sha256(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()
