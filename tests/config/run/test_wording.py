"""Each rule of the wording turns red for what it is there for, and the platform's own catalogue keeps them all."""

from pathlib import Path

import pytest

from config.run.surroundings import ROOT
from config.run.wording import faults

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    return tmp_path / "django.po"


def told(catalogue: Path, entry: str) -> list[str]:
    catalogue.write_text(HEADER + entry)
    return faults(catalogue)


def test_a_whole_and_well_set_text_has_no_fault(catalogue: Path) -> None:
    assert told(catalogue, 'msgid "Write <b>%(name)s</b> 2 times."\nmsgstr "把 <b>%(name)s</b> 写 2 遍。"\n') == []


def test_a_lost_placeholder_is_named(catalogue: Path) -> None:
    assert told(catalogue, 'msgid "From %(giver)s."\nmsgstr "来自 %(given)s。"\n') == ["placeholders or tags differ: From %(giver)s."]


def test_a_lost_tag_is_named(catalogue: Path) -> None:
    assert told(catalogue, 'msgid "To <b>you</b>"\nmsgstr "给你"\n') == ["placeholders or tags differ: To <b>you</b>"]


def test_the_plural_says_which_placeholders_there_are(catalogue: Path) -> None:
    entry = 'msgid "One row"\nmsgid_plural "%(n)s rows"\nmsgstr[0] "{}"\n'
    assert told(catalogue, entry.format("%(n)s 行")) == []
    assert told(catalogue, entry.format("一行")) == ["placeholders or tags differ: One row"]


def test_a_text_left_in_english_is_named(catalogue: Path) -> None:
    assert told(catalogue, 'msgid "Claim"\nmsgstr "Claim"\n') == ["left in English: Claim"]


def test_a_name_and_a_bare_placeholder_may_stay(catalogue: Path) -> None:
    assert told(catalogue, 'msgid "SKU"\nmsgstr "SKU"\n\nmsgid "%(why)s"\nmsgstr "%(why)s"\n') == []


def test_a_half_width_full_stop_is_named(catalogue: Path) -> None:
    assert told(catalogue, 'msgid "Done."\nmsgstr "完成."\n') == ["half-width punctuation after Chinese: Done."]


def test_an_exclamation_mark_is_named(catalogue: Path) -> None:
    assert told(catalogue, 'msgid "Done."\nmsgstr "完成！"\n') == ["an exclamation mark: Done."]


def test_a_missing_space_is_named(catalogue: Path) -> None:
    assert told(catalogue, 'msgid "A PDF."\nmsgstr "PDF文件。"\n') == ["no space between Chinese and Latin: A PDF."]


def test_the_catalogue_of_the_platform_is_well_worded() -> None:
    assert faults(ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po") == []
