"""The empty roster."""

import pytest

from members.resources import roster_template
from tests.factories import make_enterprise
from tests.members.rosters import bring, verdicts

pytestmark = pytest.mark.django_db


def test_the_template_can_be_brought_in_as_it_is() -> None:
    roster = bring(make_enterprise(), content=roster_template())
    assert (verdicts(roster), roster.unknown_columns) == (["joins"], [])
