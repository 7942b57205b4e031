from pathlib import Path

from config.run import logs


def test_a_large_log_is_turned_over_and_two_old_ones_are_kept(tmp_path: Path) -> None:
    for letter in "abcd":
        (tmp_path / "web.log").write_text(letter * (logs.LARGE_BYTES + 1))
        logs.turn_over(tmp_path)
    kept = {path.name: path.read_text()[0] for path in tmp_path.iterdir()}
    assert kept == {"web.log.1": "d", "web.log.2": "c"}


def test_a_small_log_stays(tmp_path: Path) -> None:
    (tmp_path / "web.log").write_text("a few lines")
    logs.turn_over(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["web.log"]


def test_last_lines_of_a_log_that_is_not_there_are_none(tmp_path: Path) -> None:
    assert logs.last_lines(tmp_path / "none.log") == ""


def test_last_lines_are_the_last(tmp_path: Path) -> None:
    (tmp_path / "web.log").write_text("one\ntwo\nthree\n")
    assert logs.last_lines(tmp_path / "web.log", 2) == "two\nthree"
