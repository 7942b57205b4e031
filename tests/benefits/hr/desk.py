"""A desk at an enterprise's console: the sample enterprise, its people, a client that is signed in, and jobs that run when told."""

import csv
from functools import cache
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from benefits.models import Batch
from common.jobs.models import Job
from common.jobs.runner import run_job
from members.models import Enterprise, Staff, User
from members.operations import confirm_roster, upload_roster
from tests.factories import (
    NOW,
    OPERATOR,
    make_benefit,
    make_budget,
    make_bundle,
    make_enterprise,
    make_member,
    make_staff,
)

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


def sign_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="members.staff_login.StaffBackend")
    client.get("/hr/")  # The first request of a session asks more than those after it.
    return client


def at_desk(enterprise: Enterprise | None = None, *, role: str = "hr_admin") -> tuple[Client, Staff]:
    """Somebody of an enterprise, signed in."""
    staff = make_staff(enterprise, role=role)
    return sign_in(staff.user), staff


def galaxy(*, amount: int = 10_000_000) -> Enterprise:
    """The sample enterprise: 300 people by its roster, four benefits, one budget."""
    enterprise = make_enterprise("galaxy", name="星河科技", name_en="Galaxy Tech")
    roster = upload_roster(enterprise_id=enterprise.id, file_name="roster-300.xlsx", content=sample("roster-300.xlsx"), by=OPERATOR, at=NOW)
    work()
    confirm_roster(roster_id=roster.id, file_sha256=bytes(roster.file_sha256), by=OPERATOR, at=NOW)
    work()
    for code, kind, price in (("video-month", "topup", 2_500), ("phone-50", "topup", 4_980), ("ecard-100", "code", 9_900)):
        make_benefit(kind, code=code, price_minor=price)
    make_bundle(make_benefit("code"), code="coffee-bundle", price_minor=2_800)
    make_budget(enterprise, amount=amount)
    return enterprise


def workshop() -> Enterprise:
    """A small enterprise: three people, one benefit, one budget of 100,000.00."""
    enterprise = make_enterprise()
    for staff_no in ("G01001", "G01002", "G01003"):
        make_member(enterprise, staff_no=staff_no)
    make_benefit("topup", code="phone-50", price_minor=4_980)
    make_budget(enterprise, amount=10_000_000)
    return enterprise


@cache
def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def refused_in_sample() -> list[tuple[int, str]]:
    """The rows that the grants sample promises to be refused, with their reasons."""
    with (SAMPLES / "grants-450.refused.csv").open(encoding="utf-8") as lines:
        return [(int(line["row"]), line["reason"]) for line in csv.DictReader(lines)]


def work() -> None:
    """Run every job that waits, as a worker would."""
    for job_id in Job.objects.filter(state="queued").order_by("created_at").values_list("id", flat=True):
        run_job(job_id)


def upload(client: Client, content: bytes, *, name: str = "grants.xlsx", **choices: Any) -> Batch:
    """Upload a grants spreadsheet on the page and let it be checked."""
    budget = client.get("/hr/batches/upload/").context["budgets"][0]
    form = {"file": SimpleUploadedFile(name, content), "budget_id": str(budget.id), **choices}
    response = client.post("/hr/batches/upload/", form)
    assert response.status_code == 302, response.content.decode()
    work()
    return Batch.objects.get(id=response["Location"].split("/")[-2])


def confirm(client: Client, batch: Batch, **ticks: str) -> Any:
    """Press the button of the preview, with the hash that its page shows."""
    return client.post(f"/hr/batches/{batch.id}/confirm/", {"file_sha256": bytes(batch.sheet.file_sha256).hex(), **ticks})


def sheet(*rows: tuple[str, ...], header: str = "工号,权益编码,数量") -> bytes:
    """A small spreadsheet as text."""
    return "\n".join([header, *(",".join(row) for row in rows)]).encode("utf-8-sig")
