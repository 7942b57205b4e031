"""A roster that was looked at is confirmed once, or put away."""

import pytest

from common.jobs.models import Job
from common.refusals import NotFound
from members.models import Member, Roster, RosterRow
from members.operations import RosterChanged, RosterNotReady, RosterStale, confirm_roster, discard_roster, put_member
from tests.factories import NOW, make_enterprise
from tests.members.rosters import APPLY, BY, LIN, REN, bring, confirm, done
from tests.together import together

pytestmark = pytest.mark.django_db


def test_confirming_binds_to_the_file_that_was_seen() -> None:
    roster = bring(make_enterprise(), LIN)
    with pytest.raises(RosterChanged):
        confirm_roster(roster_id=roster.id, file_sha256=b"\0" * 32, by=BY, at=NOW)
    assert (Roster.objects.get().state, Job.objects.filter(name=APPLY).count(), Member.objects.count()) == ("ready", 0, 0)


def test_people_who_changed_since_the_look_are_shown_again() -> None:
    enterprise = make_enterprise()
    roster = bring(enterprise, LIN)
    put_member(enterprise_id=enterprise.id, external_id="E-1", fields={"name": "林超", "staff_no": "G1"}, by=BY, at=NOW)
    with pytest.raises(RosterStale):
        confirm(roster)
    roster.refresh_from_db()
    assert (roster.state, roster.joiner_count, roster.mover_count) == ("ready", 0, 1)
    assert confirm(roster).state == "applying"


def test_a_discarded_roster_leaves_nothing_of_what_it_said() -> None:
    roster = bring(make_enterprise(), LIN)
    discard_roster(roster_id=roster.id, by=BY, at=NOW)
    assert (Roster.objects.get().state, RosterRow.objects.count()) == ("discarded", 0)
    with pytest.raises(RosterNotReady):
        confirm(roster)


def test_a_roster_that_is_applied_is_not_discarded() -> None:
    roster = confirm(bring(make_enterprise(), LIN))
    with pytest.raises(RosterNotReady):
        discard_roster(roster_id=roster.id, by=BY, at=NOW)


def test_two_rosters_of_one_enterprise_are_applied_one_after_the_other() -> None:
    enterprise = make_enterprise()
    first, second = bring(enterprise, LIN), bring(enterprise, REN)
    confirm(first)
    with pytest.raises(RosterNotReady):
        confirm(second)
    done(first, APPLY)
    assert confirm(second).state == "applying"


def test_a_roster_that_nobody_brought_is_not_found() -> None:
    with pytest.raises(NotFound):
        confirm_roster(roster_id=make_enterprise().id, file_sha256=b"", by=BY, at=NOW)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_confirming_eight_times_at_once_applies_it_once() -> None:
    roster = bring(make_enterprise(), LIN)
    outcomes = together(8, lambda _n: confirm(roster))
    assert {getattr(outcome, "state", outcome) for outcome in outcomes} == {"applying"}
    assert Job.objects.filter(name=APPLY).count() == 1
