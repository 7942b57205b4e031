"""A worker dies in the middle: the next one goes on where the last commit stood, and the end is the same."""

from datetime import timedelta

import pytest

from common import clock
from common.jobs.models import Job
from supply.models import Code, Intake, IntakeChunk, StagedCode
from supply.operations import commit_intake
from supply.operations.intake import checking, committing
from supply.rules.lines import GoodLine, LineCheck, RefusedLine
from tests.factories import NOW, OPERATOR
from tests.fresh_process import forget_keys
from tests.supply.stocking import code_of, make_card_line, receive, run_jobs

pytestmark = pytest.mark.django_db

LINES = [*map(code_of, range(9)), "TOO-SHORT", code_of(0)]


class Killed(Exception):
    """What a test kills a worker with."""


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("supply.operations.intake.opening.LINES_A_CHUNK", 3)
    monkeypatch.setattr(committing, "CODES_A_STEP", 3)


def _free_the_lease() -> None:
    Job.objects.update(leased_until=clock.now() - timedelta(seconds=1))


@pytest.mark.parametrize("at_line", [1, 4, 6, 11])
def test_a_check_that_is_killed_ends_like_one_that_is_not(monkeypatch: pytest.MonkeyPatch, at_line: int) -> None:
    intake = receive(LINES)
    judge = LineCheck.verdict

    def killed_at(self: LineCheck, number: int, cells: list) -> GoodLine | RefusedLine:
        if number == at_line:
            raise Killed
        return judge(self, number, cells)

    with monkeypatch.context() as patched:
        patched.setattr(LineCheck, "verdict", killed_at)
        with pytest.raises(Killed):
            run_jobs()
    _free_the_lease()
    run_jobs()
    intake.refresh_from_db()
    assert (intake.state, intake.checked_count, intake.good_count, intake.refused_count) == ("ready", 11, 9, 2)
    assert list(StagedCode.objects.order_by("line_number").values_list("line_number", flat=True)) == list(range(1, 12))
    assert IntakeChunk.objects.count() == 0


def test_a_worker_that_has_just_started_checks_as_any_other() -> None:
    intake = receive(LINES)
    forget_keys()
    run_jobs()
    intake.refresh_from_db()
    assert (intake.state, intake.good_count, intake.refused_count) == ("ready", 9, 2)


@pytest.mark.parametrize("at_step", [1, 2, 4])
def test_a_commit_that_is_killed_ends_like_one_that_is_not(monkeypatch: pytest.MonkeyPatch, at_step: int) -> None:
    intake = receive(LINES)
    run_jobs()
    commit_intake(intake_id=intake.id, by=OPERATOR, at=NOW)
    steps: list[Intake] = []
    take_in = committing._take_in

    def killed_at(intake: Intake) -> bool:
        steps.append(intake)
        is_taken = take_in(intake)
        if len(steps) == at_step:
            raise Killed
        return is_taken

    with monkeypatch.context() as patched:
        patched.setattr(committing, "_take_in", killed_at)
        with pytest.raises(Killed):
            run_jobs()
    assert Code.objects.count() == Intake.objects.get().lot.received_count == 3 * (at_step - 1)
    _free_the_lease()
    run_jobs()
    intake.refresh_from_db()
    assert (intake.state, intake.lot.state, Code.objects.count()) == ("done", "quarantined", 9)


def test_a_check_that_never_gets_through_is_given_up_and_the_file_may_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    line = make_card_line()
    receive(LINES, line=line)
    with monkeypatch.context() as patched:
        patched.setattr(checking, "_judged", _kill)
        for _attempt in range(5):
            with pytest.raises(Killed):
                run_jobs()
            _free_the_lease()
        run_jobs()
    given_up = Intake.objects.get()
    assert (given_up.state, given_up.problem, given_up.lot.state) == ("failed", "check_failed", "discarded")
    assert IntakeChunk.objects.count() == 0
    receive(LINES, line=line)
    run_jobs()
    assert Intake.objects.filter(state="ready").count() == 1


def _kill(*_given: object) -> None:
    raise Killed
