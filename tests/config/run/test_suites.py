from pathlib import Path

from config.run.tests import PARALLEL, suites


def test_what_needs_the_machine_to_itself_runs_after_the_rest(tmp_path: Path) -> None:
    (tmp_path / "tests" / "race").mkdir(parents=True)
    (tmp_path / "tests" / "race" / "test_claim.py").touch()
    assert list(suites([], tmp_path)) == [[*PARALLEL, "--ignore=tests/race", "tests"], ["tests/race"]]


def test_without_such_tests_there_is_one_run(tmp_path: Path) -> None:
    assert list(suites(["-k", "claim"], tmp_path)) == [[*PARALLEL, "-k", "claim", "tests"]]


def test_named_tests_are_run_as_named(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_a.py").touch()
    assert list(suites(["tests/test_a.py::test_one", "-x"], tmp_path)) == [["tests/test_a.py::test_one", "-x"]]
