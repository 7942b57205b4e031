"""
A file of a million codes: sealed, checked and taken into stock, beside a bare COPY of its lines.

Two baselines, since neither alone is fair: a heap of one text column without any index, which no code could be found in; and
a table with all columns, constraints and indexes of ``supply_code``, filled with the very rows that came out.
"""

from django.db import connection

from bench.figures import Aim, Figure
from bench.ground import settle_tables
from bench.indexed import seconds_indexed
from bench.loads import seconds
from bench.memory import forget_peak, peak_megabytes
from common import clock
from common.jobs.models import Job
from common.jobs.runner import run_job
from supply.models import Code, Intake, OrderLine
from supply.operations import commit_intake, receive_file
from tests.factories import OPERATOR, make_order_line, make_product
from tests.supply.stocking import PATTERN, code_of

CODES = 1_000_000
MOST_MEGABYTES = 600
_BLOCK = 1024 * 1024


def measure(scale: float) -> tuple[list[Figure], list[str]]:
    """The heap, ours in its three acts, then the indexed table."""
    count = max(1_000, int(CODES * scale))
    line = make_order_line(make_product("code", code_pattern=PATTERN), quantity=count)
    content = "\n".join(map(code_of, range(count))).encode() + b"\n"
    settle_tables()
    heap = seconds(lambda: _into_heap(content))
    forget_peak()
    received, checked, committed = seconds(lambda: _receive(line, content)), seconds(_run_jobs), seconds(_commit)
    peak = peak_megabytes()
    assert Code.objects.count() == count
    indexed = seconds_indexed("supply_code")
    ours = received + checked + committed
    figures = [
        Figure("codes in", ours, "COPY, heap without index", heap, "s", Aim(10)),
        Figure("codes in", ours, "COPY, indexed like supply_code", indexed, "s", Aim(10)),
        Figure("peak memory", peak, "limit", MOST_MEGABYTES, "MB", Aim(1)),
    ]
    return figures, [f"{count:,} codes: received and sealed {received:.1f} s, checked {checked:.1f} s, taken in {committed:.1f} s"]


def _receive(line: OrderLine, content: bytes) -> None:
    receive_file(order_line_id=line.id, file_name="codes.txt", content=content, by=OPERATOR, at=clock.now())


def _commit() -> None:
    commit_intake(intake_id=Intake.objects.get().id, by=OPERATOR, at=clock.now())
    _run_jobs()


def _run_jobs() -> None:
    for job in Job.objects.filter(state="queued"):
        run_job(job.id)


def _into_heap(content: bytes) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_heap (line text)")
        with cursor.copy("COPY bench_heap FROM STDIN") as copying:
            for start in range(0, len(content), _BLOCK):
                copying.write(content[start : start + _BLOCK])
