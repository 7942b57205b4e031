"""The guard over translations turns red for each fault it is there for."""

import subprocess
from pathlib import Path

import pytest

from config.run.messages import complaints

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
GREETING = 'msgid "Good morning"\nmsgstr "早上好"\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "greeting.py").write_text('from django.utils.translation import gettext\ngettext("Good morning")\n')
    (tmp_path / "locale" / "zh_Hans" / "LC_MESSAGES").mkdir(parents=True)
    write(tmp_path, HEADER + GREETING)
    return tmp_path


def write(project: Path, catalogue: str, *, compile_it: bool = True) -> None:
    source = project / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    source.write_text(catalogue)
    if compile_it:
        subprocess.run(["msgfmt", f"--output-file={source.with_suffix('.mo')}", str(source)], check=True)


def test_a_complete_catalogue_gives_no_complaint(project: Path) -> None:
    assert complaints(project) == []


def test_a_new_text_is_named(project: Path) -> None:
    (project / "farewell.html").write_text('{% load i18n %}{% translate "Good night" %}')
    assert complaints(project) == ["locale/zh_Hans/LC_MESSAGES/django.po: not translated: Good night"]


def test_a_guessed_translation_is_named(project: Path) -> None:
    write(project, HEADER + "#, fuzzy\n" + GREETING)
    assert complaints(project) == ["locale/zh_Hans/LC_MESSAGES/django.po: doubtful (fuzzy): Good morning"]


def test_a_catalogue_that_is_not_there_is_named(project: Path) -> None:
    (project / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po").unlink()
    assert [line.split(";")[0] for line in complaints(project)] == ["locale/zh_Hans/LC_MESSAGES/django.po: missing"]


def test_a_catalogue_that_was_not_compiled_is_named(project: Path) -> None:
    (project / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.mo").unlink()
    assert [line.split(";")[0] for line in complaints(project)] == ["locale/zh_Hans/LC_MESSAGES/django.mo: missing"]


def test_a_stale_compilation_is_named(project: Path) -> None:
    write(project, HEADER + GREETING.replace("早上好", "早安"), compile_it=False)
    assert [line.split(";")[0] for line in complaints(project)] == ["locale/zh_Hans/LC_MESSAGES/django.mo: older than its source"]


def test_the_repository_itself_is_left_as_it_was(project: Path) -> None:
    (project / "farewell.html").write_text('{% load i18n %}{% translate "Good night" %}')
    source = project / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    before = source.read_text()
    complaints(project)
    assert source.read_text() == before
