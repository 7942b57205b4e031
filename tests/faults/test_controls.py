"""A few of the controls, one for each judge: without its guard the judge turns red, and with all guards none does."""

import pytest

from tests.faults.whole import Whole
from tests.stress.controls.guards import CONTROLS
from tests.stress.controls.show import Show

pytestmark = pytest.mark.faults
# The clients' answers, the tables, the clients' memory, the supplier's book, the search for codes in the clear. ``make stress WITHOUT=all`` has all.
QUICK = (
    "grant_row_lock_and_unique_item",
    "code_plaintext_once",
    "feed_cursor_below_the_snapshot",
    "attempt_row_first",
    "secrets_masked_in_logs",
)


@pytest.mark.parametrize("name", QUICK)
def test_guard_that_was_taken_away_is_noticed_by_the_judge_that_is_named(platform: Whole, name: str) -> None:
    seen = Show(platform.stage).without(CONTROLS[name])
    assert seen.noticed(CONTROLS[name]) != [], seen.findings


def test_scenes_leave_every_judge_content_while_all_guards_stand(platform: Whole) -> None:
    assert Show(platform.stage).with_all_guards(CONTROLS[name].scene for name in QUICK).findings == ()
