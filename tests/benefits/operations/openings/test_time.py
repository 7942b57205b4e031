"""What time does to openings."""

from datetime import timedelta

import pytest

from benefits.models import Opening
from benefits.operations import close_due_openings
from benefits.tasks.openings import openings_due
from common.feed import trail_of
from tests.benefits.operations.openings.opened import drafted, opened
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def test_an_opening_closes_at_its_end_and_not_before() -> None:
    opening = opened()
    assert close_due_openings(at=opening.closes_at - timedelta(microseconds=1)) == 0
    openings_due(opening.closes_at)
    opening.refresh_from_db()
    assert (opening.state, opening.closed_at) == ("closed", opening.closes_at)
    assert [e.actor for e in trail_of([("opening", opening.id)])][-1] == "system:opening"


def test_drafts_wait_for_their_people() -> None:
    drafted()
    close_due_openings(at=NOW + timedelta(days=400))
    assert Opening.objects.get().state == "draft"
