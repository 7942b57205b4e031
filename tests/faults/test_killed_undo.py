"""kill -9 in the middle of undoing: what was taken back stays so, the rest follows, and the budget is right to the last one."""

import pytest

from benefits.models import Grant
from benefits.operations import undo_batch
from benefits.states import BatchState, GrantState
from common import clock
from common.jobs.models import Job
from common.jobs.runner import run_job
from common.ledger import balances_of
from tests.factories import OPERATOR
from tests.faults.rig import wait_until, workers
from tests.faults.test_killed_workers import ROWS, assert_everything_holds, confirm, is_in, no_waiting_for_leases, uploaded

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]


def taken_back() -> int:
    return Grant.objects.filter(state=GrantState.REVOKED).count()


def test_undoing_goes_on_at_the_next_chunk_after_its_worker_was_killed() -> None:
    batch = uploaded(ROWS)
    run_job(Job.objects.get(name="benefits.check_batch").id)
    confirm(batch)
    run_job(Job.objects.get(name="benefits.issue_batch").id)
    undo_batch(batch_id=batch.id, enterprise_id=batch.enterprise_id, by=OPERATOR, at=clock.now(), reason="wrong month")
    with workers() as running:
        running.start()
        wait_until(lambda: taken_back() > 0)
        running.kill()
        assert 0 < taken_back() < ROWS
        no_waiting_for_leases()
        running.start()
        wait_until(lambda: is_in(batch, BatchState.UNDONE))
    assert (taken_back(), batch.reversed_count, batch.kept_count) == (ROWS, ROWS, 0)
    assert balances_of("budget", [batch.budget_id])[batch.budget_id]["reserved"] == 0
    assert_everything_holds()
