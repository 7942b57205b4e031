"""Long acts and bells interrupted anywhere: the same end as without, and poison stops after five attempts."""

import signal
import time

import pytest

from tests.faults.whole import Whole, wait_until
from tests.stress.families import children_of, family, send

pytestmark = pytest.mark.faults
ROWS = 2_200  # More than one chunk.
POINTS = ("check.after_reading", "job.before_commit", "job.after_commit", "issue.after_chunk", "issue.after_closing")
DIGEST = """
SELECT md5(string_agg(concat_ws('|', r.number, r.staff_no, r.benefit_code, r.outcome, r.reasons::text, g.state, g.quantity), ',' ORDER BY r.number))
FROM benefits_batchrow r LEFT JOIN benefits_grant g ON g.id = r.grant_id WHERE r.batch_id = %s
"""


def state_of(whole: Whole, batch: str) -> str:
    state: str = whole.value("SELECT state FROM benefits_batch WHERE id = %s", batch)
    return state


def test_import_killed_at_any_point_ends_as_one_that_was_not(whole: Whole) -> None:
    undisturbed = whole.batch(ROWS)
    wait_until(lambda: state_of(whole, undisturbed) == "done", seconds=60)
    expected = whole.value(DIGEST, undisturbed)
    for point in POINTS:
        worker = whole.pid("worker-imports")
        before = set(children_of(worker))
        with whole.armed("workers", f"{point}=kill9"):
            batch = whole.batch(ROWS)
            wait_until(lambda worker=worker, before=before: set(children_of(worker)) != before)  # type: ignore[misc]
        wait_until(lambda batch=batch: state_of(whole, batch) == "done", seconds=60, meanwhile=whole.hurry)  # type: ignore[misc]
        assert whole.value(DIGEST, batch) == expected, point


def test_poison_is_given_up_after_five_attempts_and_others_go_on(whole: Whole) -> None:
    workers = family(whole.pid("worker-imports"))
    send(workers, signal.SIGSTOP)
    try:
        poison = whole.batch(20)
        job = whole.value("SELECT id::text FROM common_job WHERE subject_id = %s", poison)
        with whole.armed("workers", f"job.after_lease[{job}]=kill9"):
            send(workers, signal.SIGCONT)
            other = whole.batch(20)
            wait_until(lambda: state_of(whole, other) == "done")
            wait_until(lambda: state_of(whole, poison) == "failed", seconds=90, meanwhile=whole.hurry)
    finally:
        send(workers, signal.SIGCONT)
    assert whole.read("SELECT attempts, state, error FROM common_job WHERE id = %s", job) == [(5, "failed", "Given up after 5 attempts.")]
    assert whole.value("SELECT count(*) FROM benefits_grant WHERE batch_id = %s", poison) == 0


def test_broker_emptied_again_and_again_delays_and_loses_nothing(whole: Whole) -> None:
    taps = [whole.granted("phone-50") for _ in range(8)]
    for tap in taps:
        assert tap.until_answered().status == 202
        whole.read("SELECT pgmq.purge_queue(queue_name) FROM pgmq.list_queues()")
    batch = whole.batch(50)
    whole.read("SELECT pgmq.purge_queue(queue_name) FROM pgmq.list_queues()")
    wait_until(lambda: state_of(whole, batch) == "done")
    for tap in taps:
        tap.assert_delivered_once()


def stop_as_a_supervisor_does(whole: Whole, piece: str, *, patience: float = 30) -> None:
    """SIGTERM, and SIGKILL to what is still there when patience ends."""
    asked, end = whole.pid(piece), time.monotonic() + patience
    send([asked], signal.SIGTERM)
    while whole.stage.pieces[piece].pid == asked:
        if time.monotonic() > end:
            send(family(asked), signal.SIGKILL)
            return
        time.sleep(0.1)


@pytest.mark.parametrize("piece", ["worker-default", "worker-outside"])
def test_sigterm_of_a_worker_under_load_loses_nothing(whole: Whole, piece: str) -> None:
    taps = [whole.granted("video-month") for _ in range(6)]
    for tap in taps:
        assert tap.until_answered().status == 202
    stop_as_a_supervisor_does(whole, piece)
    for tap in taps:
        tap.assert_delivered_once()
