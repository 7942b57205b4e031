"""A witness that is not all there keeps the fence up until somebody brings it back, or says that it is lost."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from common.actors import system
from common.ids import new_id
from common.witness import bear_witness, fence, is_fenced
from common.witness.book import folder_of_book, forget_book
from common.witness.fence import compare_with_witness, lift_fence
from common.witness.folder import missing_here
from common.witness.models import Fence, WitnessBook, WitnessFolder, WitnessMark
from common.witness.reading import pieces_after
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _log(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.WITNESS_LOG = str(tmp_path / "witness")
    begin()
    yield
    begin()


def begin() -> None:
    """As a process that starts."""
    forget_book()
    fence._memory = fence._Memory()


def served(*, days: int = 1) -> Path:
    """A platform that has worked; its newest file."""
    compare_with_witness(NOW)
    for day in range(days):
        bear_witness("a", new_id(), at=NOW - timedelta(days=days - 1 - day))
        compare_with_witness(NOW)
    begin()
    return max(folder_of_book().glob("*.log"))


def is_up() -> bool:
    begin()
    return is_fenced()


def test_a_fresh_installation_begins_its_folder_by_itself() -> None:
    assert is_fenced() is False
    compare_with_witness(NOW)
    assert (is_up(), missing_here()) == (False, [])
    assert [str(each.id) for each in WitnessFolder.objects.all()] == [(folder_of_book() / "folder.id").read_text().strip()]
    assert [each.name for each in folder_of_book().iterdir()] == ["folder.id"]


def test_a_folder_that_is_gone_fences_before_anything_is_given_out() -> None:
    served()
    shutil.rmtree(folder_of_book())
    assert is_up() is True
    assert Client().get("/readyz").json()["fenced"] is True


def test_an_empty_folder_is_gone_before_a_line_was_written_too() -> None:
    compare_with_witness(NOW)
    shutil.rmtree(folder_of_book())
    folder_of_book().mkdir()
    assert is_up() is True


def test_another_volume_that_this_process_has_written_to_is_not_taken_for_the_log() -> None:
    served()
    shutil.rmtree(folder_of_book())
    bear_witness("a", new_id(), at=NOW)
    assert is_up() is True


def test_the_sweep_raises_the_fence_for_all_and_says_what_is_missing() -> None:
    served()
    shutil.rmtree(folder_of_book())
    compare_with_witness(NOW)
    (raised,) = Fence.objects.all()
    assert (raised.is_up, raised.unknown_count, raised.missing.count("the folder in which the log was begun is not here")) == (True, 0, 1)


@pytest.mark.parametrize("left", [b"", b'\n{"at":"2026-'])
def test_a_file_that_is_shorter_than_its_mark_fences(left: bytes) -> None:
    served().write_bytes(left)
    assert (is_up(), missing_here()[0].count(f"{len(left)} bytes are left of")) == (True, 1)


def test_what_is_in_a_file_that_is_shorter_than_its_mark_is_read() -> None:
    file = served()
    marks = {file.name: file.stat().st_size * 2}
    assert [len(piece.entries) for piece in pieces_after(folder_of_book(), marks)] == [1]


def test_the_newest_file_must_be_there() -> None:
    served(days=2).unlink()
    assert (is_up(), missing_here()[0].count("is not here")) == (True, 1)


def test_old_files_may_be_deleted_and_their_marks_go() -> None:
    newest = served(days=2)
    min(folder_of_book().glob("*.log")).unlink()
    assert is_up() is False
    compare_with_witness(NOW)
    assert [mark.name.split("/")[1] for mark in WitnessMark.objects.all()] == [newest.name]


def test_while_something_is_missing_no_mark_moves() -> None:
    file = served()
    size = WitnessMark.objects.get().size
    file.write_bytes(b"\n")
    compare_with_witness(NOW)
    assert (lift_fence(by=system("test"), at=NOW), WitnessMark.objects.get().size) == (1, size)


def test_another_host_in_the_same_folder_misses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    served()
    monkeypatch.setattr("common.witness.writing._HOST", "web-2")
    bear_witness("b", new_id(), at=NOW)
    assert is_up() is False


def test_a_host_with_a_folder_of_its_own_says_so_once_and_both_are_whole(settings: Any, tmp_path: Path) -> None:
    served()
    settings.WITNESS_LOG = str(tmp_path / "of-another-host")
    assert is_up() is True
    call_command("unfence", "--begin-anew")
    bear_witness("b", new_id(), at=NOW)
    compare_with_witness(NOW)
    assert (is_up(), WitnessMark.objects.count(), Fence.objects.count()) == (False, 2, 0)
    settings.WITNESS_LOG = str(tmp_path / "witness")
    assert is_up() is False


@pytest.mark.django_db(transaction=True)
def test_a_folder_that_is_brought_back_opens_with_unfence(tmp_path: Path) -> None:
    served()
    shutil.move(tmp_path / "witness", tmp_path / "away")
    compare_with_witness(NOW)
    with pytest.raises(CommandError, match="nobody can list"):
        call_command("unfence", "--apply")
    assert is_up() is True
    shutil.move(tmp_path / "away", tmp_path / "witness")
    call_command("unfence", "--apply")
    assert is_up() is False


@pytest.mark.django_db(transaction=True)
def test_a_folder_that_is_lost_needs_a_word_of_its_own(capsys: Any) -> None:
    served()
    shutil.rmtree(folder_of_book())
    compare_with_witness(NOW)
    call_command("unfence", "--begin-anew", "--apply")
    assert capsys.readouterr().out.count("Nobody will ever compare what these said") == 1
    assert (is_up(), [each.begun_by for each in WitnessFolder.objects.order_by("begun_at")]) == (
        False,
        ["system:witness", "system:unfence"],
    )


def test_a_file_that_was_cut_is_compared_from_its_start_once_it_is_begun_anew() -> None:
    served().write_bytes(b"\n")
    call_command("unfence", "--begin-anew")
    assert (is_up(), missing_here(), WitnessMark.objects.count()) == (False, [], 0)


def test_nothing_is_begun_anew_where_nothing_is_missing() -> None:
    served()
    with pytest.raises(CommandError, match="Nothing of the witness is missing"):
        call_command("unfence", "--begin-anew")
    assert WitnessFolder.objects.count() == 1


def test_a_log_of_before_folders_had_names_is_taken_up_where_it_is_and_missed_where_it_is_not() -> None:
    file = served()
    (folder_of_book() / "folder.id").unlink()
    WitnessFolder.objects.all().delete()
    WitnessMark.objects.update(name=file.name)
    assert is_up() is False
    compare_with_witness(NOW)
    assert WitnessMark.objects.get().name == f"{WitnessFolder.objects.get().id}/{file.name}"
    WitnessFolder.objects.all().delete()
    WitnessMark.objects.update(name=file.name)
    shutil.rmtree(folder_of_book())
    assert is_up() is True


def test_a_database_that_was_emptied_begins_a_folder_of_its_own() -> None:
    first = served().parent
    for table in (WitnessBook, WitnessFolder, WitnessMark):
        table.objects.all().delete()
    compare_with_witness(NOW)  # A worker that has not heard of it goes on in the old one for some seconds.
    assert (is_up(), folder_of_book() == first) == (False, False)
