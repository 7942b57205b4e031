"""The log: one line a fact, whole, in a folder of this database's own."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from common.ids import new_id
from common.witness import WitnessSilent, bear_witness, bear_witness_after_commit
from common.witness.book import folder_of_book, forget_book
from common.witness.models import WitnessBook
from common.witness.reading import Entry, pieces_after
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _log(settings: Any, tmp_path: Path) -> None:
    settings.WITNESS_LOG = str(tmp_path)
    forget_book()


def lines() -> list[Entry]:
    return [entry for piece in pieces_after(folder_of_book(), {}) for entry in piece.entries]


def file() -> Path:
    return next(folder_of_book().glob("*.log"))


def test_a_line_says_what_when_and_of_which_id() -> None:
    subject = new_id()
    bear_witness("code.shown", subject, at=NOW, purpose="p")
    assert lines() == [Entry(NOW, "code.shown", subject, {"purpose": "p"})]


def test_a_line_that_a_full_disk_cut_spoils_no_other() -> None:
    first, second = new_id(), new_id()
    bear_witness("a", first, at=NOW)
    with file().open("ab") as log:
        log.write(b'\n{"at":"2026-')
    bear_witness("b", second, at=NOW)
    assert [entry.subject for entry in lines()] == [first, second]


def test_a_line_that_is_still_being_written_waits_for_its_end() -> None:
    bear_witness("a", new_id(), at=NOW)
    whole = file().stat().st_size
    with file().open("ab") as log:
        log.write(b'\n{"at"')
    assert [piece.end for piece in pieces_after(folder_of_book(), {})] == [whole + 1]


def test_what_was_compared_is_not_read_again() -> None:
    bear_witness("a", new_id(), at=NOW)
    ends = {piece.name: piece.end for piece in pieces_after(folder_of_book(), {})}
    later = new_id()
    bear_witness("b", later, at=NOW)
    assert [e.subject for piece in pieces_after(folder_of_book(), ends) for e in piece.entries] == [later]


def test_a_log_that_was_moved_away_is_begun_anew() -> None:
    bear_witness("a", new_id(), at=NOW)
    file().unlink()
    later = new_id()
    bear_witness("b", later, at=NOW)
    assert [entry.subject for entry in lines()] == [later]


def test_a_log_that_cannot_be_written_refuses(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    settings.WITNESS_LOG = str(tmp_path / "taken")
    with pytest.raises(WitnessSilent):
        bear_witness("a", new_id(), at=NOW)


def test_after_a_commit_a_silent_witness_fails_nothing(settings: Any, tmp_path: Path, django_capture_on_commit_callbacks: Any) -> None:
    (tmp_path / "taken").write_text("a file")
    settings.WITNESS_LOG = str(tmp_path / "taken")
    with django_capture_on_commit_callbacks(execute=True) as ran:
        bear_witness_after_commit("a", new_id(), at=NOW)
    assert len(ran) == 1


def test_what_is_rolled_back_leaves_no_line(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        bear_witness_after_commit("a", new_id(), at=NOW)
        transaction.set_rollback(True)
    assert lines() == []


def test_a_database_that_was_emptied_begins_another_book() -> None:
    first = folder_of_book()
    WitnessBook.objects.all().delete()
    forget_book()
    assert UUID(first.name) != UUID(folder_of_book().name)


def test_without_a_folder_nothing_is_written(settings: Any, tmp_path: Path) -> None:
    settings.WITNESS_LOG = ""
    bear_witness("a", new_id(), at=NOW)
    assert list(tmp_path.rglob("*")) == []
