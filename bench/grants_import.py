"""
A spreadsheet of 100,000 grants: seen, then granted, beside a bare COPY of its rows.

Preview: the upload and the job that reads and checks the file. Confirm: the confirmation and the job until its last grant.
Two baselines, since neither alone is fair: the same cells into a heap of ten text columns without any index; and the very rows
that came out into tables with the columns, constraints and indexes of those that they stand in. The heap and the library's way
are measured before and after.
"""

import hashlib

from django.db import connection

from bench.figures import Aim, Figure
from bench.grants_sheet import BENEFITS, phone_of, rows, workbook
from bench.ground import Ground, copy, make_ground, settle_tables
from bench.indexed import seconds_indexed
from bench.loads import seconds
from bench.memory import forget_peak, peak_megabytes
from bench.row_by_row import COLUMNS, seconds_row_by_row
from benefits.models import Batch, Grant
from benefits.operations import GrantsFile, confirm_batch, upload_grants
from common import clock
from common.jobs.models import Job
from common.jobs.runner import run_job
from common.sealed import fingerprint
from members.models import Identity
from tests.factories import OPERATOR, make_benefit

ROWS, MEMBERS = 100_000, 5_000
BY_LIBRARY = 500
MOST_MEGABYTES = 600


def measure(scale: float) -> tuple[list[Figure], list[str]]:
    """Ours; the bare COPY, and the library's way on a two-hundredth, right before and right after it."""
    count, members = max(1_000, int(ROWS * scale)), max(500, int(MEMBERS * scale))
    ground = _ground(members)
    content = workbook(count, members)
    settle_tables()
    some = min(BY_LIBRARY, count)
    slow = [seconds_row_by_row(ground, count=some, members=members)]
    bare = [_bare_seconds(count, members)]
    forget_peak()
    preview = seconds(lambda: _preview(ground, content))
    batch = Batch.objects.get(source="import")
    preview_peak = peak_megabytes()
    indexed_rows = seconds_indexed("benefits_batchrow")
    forget_peak()
    confirm = seconds(lambda: _confirm(batch, content))
    confirm_peak = peak_megabytes()
    bare.append(_bare_seconds(count, members))
    indexed_grants = seconds_indexed("benefits_grant") + seconds_indexed("common_event")
    assert Grant.objects.filter(batch=batch).count() == count
    baseline = sum(bare) / len(bare)
    slow.append(seconds_row_by_row(ground, count=some, members=members))
    by_library = 2 * some / sum(slow)
    library = "django-import-export, preview and import"
    figures = [
        Figure("preview", preview, "COPY, heap without index", baseline, "s", Aim(4)),
        Figure("preview", preview, "COPY, indexed like its rows", indexed_rows, "s", Aim(4)),
        Figure("confirm to the last grant", confirm, "COPY, heap without index", baseline, "s", Aim(8)),
        Figure("confirm to the last grant", confirm, "COPY, indexed like grants and feed", indexed_grants, "s", Aim(8)),
        Figure("preview and confirm", count / (preview + confirm), library, by_library, "rows/s", Aim(50, at_least=True)),
        Figure("peak memory", max(preview_peak, confirm_peak), "limit", MOST_MEGABYTES, "MB", Aim(1)),
    ]
    notes = [
        f"{count:,} rows, {members:,} members, {len(BENEFITS)} benefits, a file of {len(content) / 1e6:.1f} MB",
        f"peak memory of the worker: preview {preview_peak:.0f} MB, confirm {confirm_peak:.0f} MB; the child that opens the file is extra, and limited to {MOST_MEGABYTES} MB",
        f"the library's rate was measured on {some:,} rows before ({some / slow[0]:.0f} a second) and {some:,} after ({some / slow[1]:.0f}) and is taken to stay the same for more",
    ]
    return figures, notes


def _ground(members: int) -> Ground:
    ground = make_ground(members=members)
    Identity.objects.bulk_create(
        [
            Identity(
                enterprise=ground.enterprise,
                member=member,
                kind="phone",
                value=f"+86{phone_of(number)}",
                fingerprint=fingerprint(f"+86{phone_of(number)}", purpose="phone"),
            )
            for number, member in enumerate(ground.members)
        ],
        batch_size=5000,
    )
    for code in BENEFITS:
        make_benefit("code", code=code)
    return ground


def _preview(ground: Ground, content: bytes) -> None:
    batch = upload_grants(GrantsFile(ground.enterprise.id, "grants.xlsx", content), by=OPERATOR, at=clock.now())
    _run("benefits.check_batch", batch)


def _run(name: str, batch: Batch) -> None:
    run_job(Job.objects.get(name=name, subject_id=batch.id).id)


def _confirm(batch: Batch, content: bytes) -> None:
    sha256 = hashlib.sha256(content).digest()
    confirm_batch(batch_id=batch.id, enterprise_id=batch.enterprise_id, file_sha256=sha256, by=OPERATOR, at=clock.now())
    _run("benefits.issue_batch", batch)


def _bare_seconds(count: int, members: int) -> float:
    given = list(rows(count, members))
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_plain")
        cursor.execute(f"CREATE TABLE bench_plain ({', '.join(f'{column} text' for column in COLUMNS)})")
    return seconds(lambda: copy("bench_plain", COLUMNS, given))
