"""Two people bring the same codes at the same moment: each code comes in once, and nobody waits for ever."""

import pytest

from common.jobs.models import Job
from common.jobs.runner import run_job
from supply.models import Code, Intake, Lot
from supply.operations import commit_intake, receive_file
from tests.factories import NOW, OPERATOR
from tests.supply.stocking import bring, code_of, make_card_line, run_jobs
from tests.together import together

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

CODES = [code_of(n) for n in range(200)]


def test_the_same_file_brought_eight_times_together_opens_one_lot() -> None:
    line, content = make_card_line(), "\n".join(CODES).encode()
    brought = together(8, lambda _n: receive_file(order_line_id=line.id, file_name="a.txt", content=content, by=OPERATOR, at=NOW).id)
    assert set(brought) == {Intake.objects.get().id}
    assert (Intake.objects.count(), Lot.objects.count()) == (1, 1)


def test_two_files_with_the_same_codes_committed_together_bring_each_code_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("supply.operations.intake.committing.CODES_A_STEP", 50)
    line = make_card_line(1000)
    intakes = [bring(CODES, line=line), bring(reversed(CODES), line=line)]
    for intake in intakes:
        commit_intake(intake_id=intake.id, by=OPERATOR, at=NOW)
    jobs = Job.objects.filter(name="supply.commit_intake").values_list("id", flat=True)[::1]
    assert together(2, lambda n: run_job(jobs[n])) == [None, None]
    assert Code.objects.count() == len(CODES)
    assert sum(Lot.objects.values_list("received_count", flat=True)) == len(CODES)
    assert set(Intake.objects.values_list("state", flat=True)) == {"done"}
    assert sum(Intake.objects.values_list("refused_count", flat=True)) == len(CODES)


def test_the_same_commit_pressed_eight_times_together_makes_one_lot() -> None:
    intake = bring(CODES)
    together(8, lambda _n: commit_intake(intake_id=intake.id, by=OPERATOR, at=NOW))
    together(4, lambda _n: run_jobs())
    assert (Code.objects.count(), Lot.objects.get().received_count) == (len(CODES), len(CODES))
