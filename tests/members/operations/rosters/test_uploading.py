"""A roster is taken at the door, sealed, and read by a job; what can't be read says why."""

import pytest
from django.db import connection, transaction

from common.jobs.models import Job
from common.jobs.runner import run_job
from common.refusals import NotFound
from common.sheets.refused import FileRefused
from members.models import Roster, RosterRow
from members.operations import RostersStillChecking, check_some, discard_roster, upload_roster
from members.queries import roster_by_id
from tests.factories import NOW, make_enterprise
from tests.fresh_process import forget_keys
from tests.members.rosters import BY, CHECK, LIN, REN, SAMPLE, bring, sheet, verdicts

pytestmark = pytest.mark.django_db


def upload(*rows: str, content: bytes = b"") -> Roster:
    """Uploaded, and not read yet."""
    content = content or sheet(*rows)
    return upload_roster(enterprise_id=make_enterprise().id, file_name="花名册.csv", content=content, by=BY, at=NOW)


def standing(roster: Roster) -> tuple[str, str, bool, int]:
    """Its state, what is wrong with it, whether its file is still kept, and how many rows are staged."""
    roster.refresh_from_db()
    return roster.state, roster.problem, roster.sealed_content is not None, RosterRow.objects.filter(roster=roster).count()


def step(roster: Roster, number: int) -> bool:
    """One step of the job, as the worker does it; whether it was the last."""
    with transaction.atomic():
        return check_some(roster.id, done=number, at=NOW).is_finished


def step_and_die(roster: Roster, number: int) -> None:
    """Killed after the work of a step and before its commit."""
    with transaction.atomic():
        check_some(roster.id, done=number, at=NOW)
        raise KeyboardInterrupt


def test_nothing_of_a_file_is_read_while_somebody_waits() -> None:
    roster = upload(content=SAMPLE.read_bytes())
    assert standing(roster) == ("checking", "", True, 0)
    assert [job.name for job in Job.objects.filter(subject_id=roster.id)] == [CHECK]


def test_the_job_reads_it_checks_it_and_keeps_no_file() -> None:
    roster = upload(LIN, REN)
    run_job(Job.objects.get(subject_id=roster.id).id)
    assert standing(roster) == ("ready", "", False, 2)
    assert (verdicts(roster), roster.row_count) == (["joins", "joins"], 2)


def test_a_worker_that_has_just_started_reads_as_any_other() -> None:
    roster = upload(LIN, REN)
    for number in (0, 1):
        forget_keys()
        step(roster, number)
    assert standing(roster) == ("ready", "", False, 2)


def test_a_worker_that_died_while_it_read_or_checked_is_followed_by_another() -> None:
    roster = upload(LIN, REN)
    for number in (0, 1):
        with pytest.raises(KeyboardInterrupt):
            step_and_die(roster, number)
        assert standing(roster)[0] == "checking"
        assert step(roster, number) is (number == 1)
    assert standing(roster) == ("ready", "", False, 2)


def test_a_file_that_is_no_spreadsheet_is_refused_at_the_door() -> None:
    with pytest.raises(FileRefused):
        upload(content=b"%PDF-1.7 hello")
    assert (Roster.objects.count(), Job.objects.count()) == (0, 0)


def test_a_spreadsheet_that_is_no_roster_fails_with_its_reason() -> None:
    roster = bring(make_enterprise(), content=b"a,b\n1,2\n")
    assert standing(roster) == ("failed", "header_missing", False, 0)
    assert roster.warnings[0]["facts"]["found"] == "a, b"


def test_a_file_on_which_readers_die_is_given_up_and_not_kept() -> None:
    roster = upload(LIN)
    Job.objects.filter(subject_id=roster.id).update(attempts=5)
    run_job(Job.objects.get(subject_id=roster.id).id)
    assert standing(roster) == ("failed", "Given up after 5 attempts.", False, 0)


def test_a_roster_that_is_put_away_before_it_is_read_stays_so() -> None:
    roster = upload(LIN)
    discard_roster(roster_id=roster.id, by=BY, at=NOW)
    run_job(Job.objects.get(subject_id=roster.id).id)
    assert standing(roster) == ("discarded", "", False, 0)


def test_one_enterprise_has_five_rosters_checked_at_once() -> None:
    here, there = make_enterprise(), make_enterprise()
    for enterprise in [here] * 5 + [there]:
        upload_roster(enterprise_id=enterprise.id, file_name="r.csv", content=sheet(LIN), by=BY, at=NOW)
    with pytest.raises(RostersStillChecking):
        upload_roster(enterprise_id=here.id, file_name="r.csv", content=sheet(LIN), by=BY, at=NOW)


def test_an_enterprise_that_is_not_there_brings_no_roster() -> None:
    with pytest.raises(NotFound):
        upload_roster(enterprise_id=upload(LIN).id, file_name="r.csv", content=sheet(LIN), by=BY, at=NOW)


def test_a_page_about_a_roster_does_not_carry_its_file() -> None:
    roster = roster_by_id(upload(LIN).id)
    assert roster is not None
    assert roster.get_deferred_fields() == {"sealed_content"}


def test_what_a_roster_says_is_sealed_before_and_after_it_is_read() -> None:
    roster = upload(LIN)
    secrets = [secret.encode() for secret in ("林超", "13812345678", "lin@galaxy", "1991-03-09")]
    assert [secret in bytes(roster.sealed_content or b"") for secret in secrets] == [False] * 4
    run_job(Job.objects.get(subject_id=roster.id).id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT convert_to(r::text, 'UTF8') FROM members_rosterrow r")
        row = bytes(cursor.fetchone()[0])
    assert [secret in row for secret in secrets] == [False] * 4
