"""What is kept only for a while."""

from datetime import timedelta

import pytest

from members.models import Roster, RosterRow
from members.operations import forget_old_rosters
from tests.factories import NOW, make_enterprise
from tests.members.rosters import LIN, apply

pytestmark = pytest.mark.django_db


def test_what_a_roster_said_is_forgotten_after_thirty_days_and_its_counts_are_not() -> None:
    apply(make_enterprise(), LIN)
    forget_old_rosters(NOW + timedelta(days=30))
    assert RosterRow.objects.count() == 1
    forget_old_rosters(NOW + timedelta(days=31))
    assert (RosterRow.objects.count(), Roster.objects.get().joiner_count) == (0, 1)
