"""An export is gathered piece by piece and spliced at the end; whatever dies in between, it holds every row once."""

import pytest
from django.db import transaction
from django.utils import translation

from common.feed.models import Event
from common.jobs.models import Job
from common.jobs.runner import run_job
from members.models import Export, ExportPart
from members.operations import TooManyExports, write_some
from members.operations.exports import ask, write
from tests.factories import NOW, make_enterprise, make_staff
from tests.members.exporting import JOB, ROWS, actor, ask_again, asked, cells, job_of, step, taken
from tests.members.rosters import bring

pytestmark = pytest.mark.django_db


@pytest.fixture
def _long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five rows are long here, two of them a piece, and a file has many parts."""
    monkeypatch.setattr(ask, "AT_ONCE", 4)
    monkeypatch.setattr(write, "PIECE", 2)
    monkeypatch.setattr(write, "PART_BYTES", 500)


def step_and_die(export: Export) -> None:
    """Killed after the work of a step and before its commit."""
    with transaction.atomic():
        write_some(export.id, at=NOW)
        raise KeyboardInterrupt


def numbers(content: bytes) -> list[object]:
    return [row[0] for row in cells(content)[1:]]


def test_a_short_one_is_ready_at_once_and_needs_no_worker() -> None:
    staff, export = asked()
    assert (export.state, export.row_count, Job.objects.filter(name=JOB).count()) == ("ready", 5, 0)
    assert numbers(taken(staff, export)) == ["G0", "G1", "G2", "G3", "G4"]


@pytest.mark.usefixtures("_long")
def test_a_long_one_is_written_by_a_job() -> None:
    staff, export = asked()
    assert (export.state, ExportPart.objects.count()) == ("writing", 0)
    run_job(job_of(export).id)
    export.refresh_from_db()
    assert (export.state, export.parts.filter(is_file=False).count(), export.parts.count() > 3) == ("ready", 0, True)
    assert numbers(taken(staff, export)) == ["G0", "G1", "G2", "G3", "G4"]


@pytest.mark.usefixtures("_long")
def test_a_worker_that_died_at_any_step_is_followed_by_another() -> None:
    staff, export = asked()
    for _piece in range(3):
        with pytest.raises(KeyboardInterrupt):
            step_and_die(export)
        assert step(export) is False
    with pytest.raises(KeyboardInterrupt):
        step_and_die(export)
    assert step(export) is True
    assert numbers(taken(staff, export)) == ["G0", "G1", "G2", "G3", "G4"]


@pytest.mark.usefixtures("_long")
def test_the_job_tells_how_many_rows_are_gathered() -> None:
    _staff, export = asked()
    with transaction.atomic():
        progress = write_some(export.id, at=NOW)
    assert (progress.done, progress.total) == (2, 5)


@pytest.mark.usefixtures("_long")
def test_it_speaks_the_language_of_whoever_asked() -> None:
    with translation.override("zh-hans"):
        staff, export = asked()
    run_job(job_of(export).id)
    assert cells(taken(staff, export))[0][:2] == ["工号", "姓名"]


@pytest.mark.usefixtures("_long")
def test_the_feed_says_who_took_what_and_how_much() -> None:
    staff, export = asked()
    run_job(job_of(export).id)
    taken(staff, export)
    told = Event.objects.filter(subject_id=export.id).order_by("id")
    facts = {"of": "roster_result", "rows": 5}
    assert [(event.kind, event.actor, event.enterprise_id) for event in told] == [
        (f"export.{word}", str(actor(staff)), staff.enterprise_id) for word in ("asked", "ready", "downloaded")
    ]
    assert [{key: event.data[key] for key in facts} for event in told] == [facts] * 3


@pytest.mark.usefixtures("_long")
def test_asking_twice_for_the_same_is_one() -> None:
    staff, export = asked()
    again = ask_again(staff, export.subject_id)
    assert (again.id, Job.objects.filter(name=JOB).count()) == (export.id, 1)


@pytest.mark.usefixtures("_long")
def test_one_person_has_three_written_at_once_and_others_are_not_held_up() -> None:
    staff = make_staff(make_enterprise())
    for _n in range(3):
        asked(staff)
    with pytest.raises(TooManyExports):
        asked(staff)
    _other, export = asked(make_staff(staff.enterprise))
    assert export.state == "writing"


@pytest.mark.usefixtures("_long")
def test_one_that_can_not_be_written_fails_and_keeps_nothing() -> None:
    _staff, export = asked()
    step(export)
    Job.objects.filter(name=JOB).update(attempts=5)
    run_job(job_of(export).id)
    export.refresh_from_db()
    assert (export.state, ExportPart.objects.count()) == ("failed", 0)


@pytest.mark.usefixtures("_long")
def test_what_is_kept_is_sealed() -> None:
    _staff, export = asked()
    step(export)
    parts = [bytes(part.sealed) for part in export.parts.all()]
    run_job(job_of(export).id)
    parts += [bytes(part.sealed) for part in export.parts.all()]
    assert [secret for secret in ("林超".encode(), b"PK\x03\x04", b"<row") for part in parts if secret in part] == []


def test_rows_of_a_roster_that_changed_meanwhile_are_counted_as_they_are() -> None:
    staff = make_staff(make_enterprise())
    roster = bring(staff.enterprise, *ROWS)
    roster.rows.filter(number__gt=4).delete()
    assert ask_again(staff, roster.id).row_count == 3
