"""
Files from a grammar of good and hostile cells, brought as people bring them: what is stored equals what the cell shows, or
the row is refused with a known reason. ``HOSTILE_FILES=10000 HOSTILE_SEED=7`` makes more of them, and others.
"""

import os
import resource
import time
from typing import Any

import pytest

from common.sheets.file_reasons import FILE_REASONS
from common.sheets.reasons import REASONS
from members.rules.roster_reasons import ROSTER_REASONS
from supply.rules.intake import MOSTLY_MALFORMED, is_mostly_malformed
from tests.hostile.sheets.cells import REFUSED
from tests.hostile.sheets.doors import Outcome, bring
from tests.hostile.sheets.files import HostileFile, file_of

pytestmark = pytest.mark.django_db

SEED, COUNT = int(os.environ.get("HOSTILE_SEED", "20261107")), int(os.environ.get("HOSTILE_FILES", "150"))
KNOWN_REASONS = REASONS.keys() | ROSTER_REASONS.keys()
MOST_SECONDS, MOST_KILOBYTES = 60, 600 * 1024


@pytest.mark.parametrize("number", range(COUNT))
def test_a_hostile_file_is_stored_as_it_shows_or_refused(number: int) -> None:
    file = file_of(SEED, number)
    begun = time.monotonic()
    outcome = bring(file)
    assert time.monotonic() - begun < MOST_SECONDS
    compare(file, outcome)


def test_the_same_seed_makes_the_same_files() -> None:
    assert [file_of(7, number).content for number in range(9)] == [file_of(7, number).content for number in range(9)]


def test_no_process_outgrew_its_memory() -> None:
    bring(file_of(SEED, 0))
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < MOST_KILOBYTES


@pytest.mark.parametrize("changed", ["+8613900000001", "", None])
def test_a_door_that_changed_a_cell_would_be_caught(changed: Any) -> None:
    file, row = _a_good_grant()
    outcome = bring(file)
    outcome.stored[row]["phone"] = changed
    with pytest.raises(AssertionError):
        compare(file, outcome)


def compare(file: HostileFile, outcome: Outcome) -> None:
    """What came of a file against what must have come of it."""
    assert not outcome.problem or outcome.problem in FILE_REASONS or outcome.problem == MOSTLY_MALFORMED
    assert {reason for reasons in outcome.refused.values() for reason in reasons} <= KNOWN_REASONS
    if file.is_broken and (outcome.problem or file.name.endswith(".csv")):
        return  # Text has no checksum: bytes that were changed are another text.
    if file.is_refused:
        assert outcome.problem, file.trait
        return
    good = {number: cells for number, cells in file.rows.items() if REFUSED not in cells.values()}
    if file.kind.name == "codes" and _is_refused_as_a_whole(file):
        assert outcome.problem == MOSTLY_MALFORMED
        return
    assert not outcome.problem, file.trait
    assert sorted(outcome.refused) == sorted(file.rows.keys() - good.keys())
    assert all(outcome.refused.values())
    assert outcome.stored.keys() == good.keys()
    stored = {(number, key): outcome.stored[number][key] for number, cells in good.items() for key in cells}
    must = {(number, key): value for number, cells in good.items() for key, value in cells.items()}
    assert {place: stored[place] for place in must if stored[place] != must[place]} == {}


def _is_refused_as_a_whole(file: HostileFile) -> bool:
    malformed = sum(REFUSED in (cells["code"], cells.get("card_no")) for cells in file.rows.values())
    return is_mostly_malformed(malformed=malformed, lines=len(file.rows))


def _a_good_grant() -> tuple[HostileFile, int]:
    """The first file of grants that is read, and one of its good rows."""
    for number in range(0, 300, 3):
        file = file_of(SEED, number)
        good = [row for row, cells in file.rows.items() if REFUSED not in cells.values()]
        if good and not file.is_refused and not file.is_broken:
            return file, good[0]
    raise AssertionError("No file of grants has a good row.")
