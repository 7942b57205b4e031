from pathlib import Path

import pytest

from config.run import static_files
from config.run.surroundings import Surroundings, read_surroundings


@pytest.fixture
def surroundings(tmp_path: Path) -> Surroundings:
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "staticfiles.json").touch()
    return read_surroundings({"DATA_DIR": str(tmp_path)})


def test_they_are_collected_once_noted(surroundings: Surroundings) -> None:
    assert static_files.are_collected(surroundings) is False
    static_files.note_collected(surroundings)
    assert static_files.are_collected(surroundings) is True


def test_a_folder_that_was_emptied_is_collected_again(surroundings: Surroundings) -> None:
    static_files.note_collected(surroundings)
    (surroundings.data_dir / "static" / "staticfiles.json").unlink()
    assert static_files.are_collected(surroundings) is False


@pytest.mark.parametrize("changed", ["static/site.css", "redemption/static/portal.js", "requirements.lock", "config/settings/look.py"])
def test_the_fingerprint_changes_with_each_source(tmp_path: Path, changed: str) -> None:
    (tmp_path / "requirements.lock").touch()
    before = static_files.fingerprint(tmp_path)
    (tmp_path / changed).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / changed).write_text("another")
    assert static_files.fingerprint(tmp_path) != before


def test_the_fingerprint_does_not_change_with_what_was_collected(tmp_path: Path) -> None:
    (tmp_path / "requirements.lock").touch()
    before = static_files.fingerprint(tmp_path)
    (tmp_path / ".data" / "static").mkdir(parents=True)
    (tmp_path / ".data" / "static" / "site.css").touch()
    assert static_files.fingerprint(tmp_path) == before
