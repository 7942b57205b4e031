"""Rosters: joiners, movers, leavers, returners; seen first, then applied."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.feed.models import Event
from common.jobs.models import Job
from common.jobs.runner import run_job
from common.refusals import NotFound
from common.sheets.refused import FileRefused
from members.models import Identity, Member, MemberSession, Roster, RosterRow, SentMessage
from members.operations import (
    RosterChanged,
    RosterNotReady,
    RosterStale,
    confirm_roster,
    discard_roster,
    forget_old_rosters,
    mark_left,
    put_member,
    request_login_code,
    sign_in,
)
from members.operations.rosters import apply as applying
from members.queries import find_members, roster_lines
from tests.factories import NOW, make_enterprise, make_member
from tests.members.codes import last_code
from tests.members.rosters import BY, apply, bring, codes, confirm, verdicts
from tests.together import together

pytestmark = pytest.mark.django_db
SAMPLE = Path(__file__).parents[2] / "samples" / "roster-300.xlsx"
LIN = "G1,林超,13812345678,lin@galaxy.test,研发中心/平台部,2025-01-30,1991-03-09,上海,在职"
REN = "G2,任强,13900001111,ren@galaxy.test,市场部,2024-09-15,1997-04-01,北京,在职"


def test_the_sample_brings_298_people_and_two_who_have_left() -> None:
    enterprise = make_enterprise("galaxy")
    roster = bring(enterprise, content=SAMPLE.read_bytes())
    assert (roster.row_count, roster.joiner_count, roster.leaver_count, roster.refused_count) == (300, 298, 2, 0)
    assert Member.objects.count() == 0
    confirm(roster)
    run_job(Job.objects.get(subject_id=roster.id).id)
    assert list(Member.objects.filter(state="left").order_by("staff_no").values_list("staff_no", flat=True)) == ["G01032", "G01208"]
    assert (Member.objects.filter(state="active").count(), Identity.objects.count()) == (298, 600)
    assert Roster.objects.get().state == "done"


def test_the_same_file_again_changes_nothing() -> None:
    enterprise = make_enterprise()
    apply(enterprise, content=SAMPLE.read_bytes())
    again = apply(enterprise, content=SAMPLE.read_bytes())
    assert (again.unchanged_count, again.state, SentMessage.objects.count()) == (300, "done", 0)


def test_everything_a_row_says_is_kept() -> None:
    enterprise = make_enterprise()
    apply(enterprise, LIN)
    member = Member.objects.get()
    assert (member.name, member.staff_no, member.birthday, str(member.joined_on), member.region) == (
        "林超",
        "G1",
        "1991-03-09",
        "2025-01-30",
        "上海",
    )
    assert member.department is not None
    assert member.department.path == "研发中心/平台部"
    assert [line.phone for line in find_members(enterprise.id, "lin@galaxy.test")] == ["138****5678"]


def test_each_row_is_told_what_it_does() -> None:
    enterprise = make_enterprise()
    apply(enterprise, LIN, REN, "G3,张萱,,,,,,,在职", "G4,崔宇,,,,,,,离职")
    roster = bring(
        enterprise,
        LIN.replace("上海", "杭州"),
        REN.replace("在职", "离职"),
        "G3,,,,,,,,",
        "G4,崔宇,,,,,,,在职",
        "G5,陆新,,,,,,,在职",
    )
    assert verdicts(roster) == ["moves", "leaves", "same", "returns", "joins"]


def test_people_whom_the_file_does_not_name_stay_and_are_counted() -> None:
    enterprise = make_enterprise()
    apply(enterprise, LIN, REN)
    roster = apply(enterprise, LIN)
    assert (roster.missing_count, Member.objects.filter(state="active").count()) == (1, 2)


def test_a_blank_cell_leaves_what_is_known() -> None:
    enterprise = make_enterprise()
    apply(enterprise, LIN)
    roster = apply(enterprise, "G1,,,,,,,,")
    assert (roster.unchanged_count, Member.objects.get().region) == (1, "上海")


def test_a_leavers_session_ends_when_the_roster_is_applied() -> None:
    enterprise = make_enterprise()
    apply(enterprise, LIN)
    request_login_code(channel="phone", address="13812345678", ip=None, at=NOW)
    sign_in(channel="phone", address="13812345678", code=last_code(), kind="api", at=NOW)
    apply(enterprise, LIN.replace("在职", "离职"))
    assert MemberSession.objects.filter(ended_at=None).count() == 0
    event = Event.objects.filter(kind="member.left", member_id=Member.objects.get().id).get()
    assert (event.actor, event.reason) == ("system:test", "roster 花名册.csv")


def test_a_new_phone_is_told_to_the_old_one() -> None:
    enterprise = make_enterprise()
    apply(enterprise, LIN)
    apply(enterprise, LIN.replace("13812345678", "13812345679"))
    assert SentMessage.objects.get().to == "+8613812345678"
    assert Identity.objects.get(kind="phone").value == "+8613812345679"


def test_every_kind_of_wrong_row_is_told_with_its_column() -> None:
    roster = bring(
        make_enterprise(),
        "G1,林超,12345,lin,,2025-02-30,03/04/1991,,在职",
        ",无名,,,,,,,在职",
        "G2,,,,,,,,在职",
        "G3,任强,,,,,,,休假",
        "=1+1,张萱,,,,,,,在职",
        f"G4,崔宇,,,{'长' * 81},,,,在职",
    )
    assert codes(roster) == [
        [("phone", "phone_invalid"), ("email", "email_invalid"), ("joined_on", "date_impossible"), ("birthday", "date_ambiguous")],
        [("staff_no", "identity_missing")],
        [("name", "name_missing")],
        [("status", "status_unknown")],
        [("staff_no", "formula_refused")],
        [("department", "department_invalid")],
    ]


def test_a_person_who_stands_in_the_file_twice_is_taken_once() -> None:
    enterprise = make_enterprise()
    make_member(enterprise, staff_no="G9", email="nine@galaxy.test", name="陆新")
    roster = bring(
        enterprise,
        LIN,
        "G1,林超二,,,,,,,在职",
        "G7,任强,13812345678,,,,,,在职",
        "G8,张萱,,LIN@galaxy.test,,,,,在职",
        "G9,陆新,,,,,,,在职",
        ",陆新,,nine@galaxy.test,,,,,在职",
    )
    assert verdicts(roster) == ["joins", "refused", "refused", "refused", "same", "refused"]
    assert codes(roster)[1] == [("staff_no", "duplicate_row")]
    assert roster_lines(roster.id, verdict="refused")[0].reasons == ["Row 2 names the same person. Keep one of the two."]


def test_a_phone_of_somebody_else_who_works_here_is_refused() -> None:
    enterprise = make_enterprise()
    apply(enterprise, LIN, REN)
    roster = bring(enterprise, "G2,,13812345678,,,,,,在职", "G3,张萱,,lin@galaxy.test,,,,,在职")
    assert codes(roster) == [[("phone", "phone_taken")], [("email", "email_taken")]]


def test_a_phone_of_somebody_who_has_left_goes_to_the_newcomer() -> None:
    enterprise = make_enterprise()
    apply(enterprise, LIN.replace("在职", "离职"))
    apply(enterprise, "G2,任强,13812345678,,,,,,在职")
    assert Identity.objects.get(kind="phone").member.name == "任强"
    assert Member.objects.get(staff_no="G1").name == "林超"


def test_somebody_who_returns_under_a_new_number_is_the_same_person() -> None:
    enterprise = make_enterprise()
    apply(enterprise, LIN.replace("在职", "离职"))
    roster = apply(enterprise, LIN.replace("G1", "G100"))
    assert (roster.returner_count, Member.objects.get().staff_no) == (1, "G100")


def test_somebody_known_by_phone_alone_gets_their_number() -> None:
    enterprise = make_enterprise()
    member = make_member(enterprise, phone="+8613812345678", staff_no=None)
    apply(enterprise, LIN)
    member.refresh_from_db()
    assert (member.staff_no, Member.objects.count()) == ("G1", 1)


def test_another_enterprise_is_not_touched() -> None:
    here, there = make_enterprise(), make_enterprise()
    apply(there, LIN)
    roster = apply(here, LIN)
    assert (roster.joiner_count, Member.objects.count()) == (1, 2)


def test_confirming_binds_to_the_file_that_was_seen() -> None:
    roster = bring(make_enterprise(), LIN)
    with pytest.raises(RosterChanged):
        confirm_roster(roster_id=roster.id, file_sha256=b"\0" * 32, by=BY, at=NOW)
    assert (Roster.objects.get().state, Job.objects.count(), Member.objects.count()) == ("ready", 0, 0)


def test_people_who_changed_since_the_look_are_shown_again() -> None:
    enterprise = make_enterprise()
    roster = bring(enterprise, LIN)
    put_member(enterprise_id=enterprise.id, external_id="E-1", fields={"name": "林超", "staff_no": "G1"}, by=BY, at=NOW)
    with pytest.raises(RosterStale):
        confirm(roster)
    roster.refresh_from_db()
    assert (roster.state, roster.joiner_count, roster.mover_count) == ("ready", 0, 1)
    assert confirm(roster).state == "applying"


def test_somebody_changed_while_it_is_applied_is_refused_and_the_others_go_on() -> None:
    enterprise = make_enterprise()
    roster = confirm(bring(enterprise, LIN, REN, "G3,张萱,,,,,,,在职"))
    make_member(enterprise, staff_no="G2")
    run_job(Job.objects.get().id)
    roster.refresh_from_db()
    assert (roster.state, roster.joiner_count, roster.refused_count) == ("done", 2, 1)
    assert codes(roster) == [[], [("staff_no", "changed_meanwhile")], []]


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
    run_job(Job.objects.get().id)
    assert confirm(second).state == "applying"


def test_a_roster_that_nobody_brought_is_not_found() -> None:
    with pytest.raises(NotFound):
        confirm_roster(roster_id=make_enterprise().id, file_sha256=b"", by=BY, at=NOW)


def test_a_file_that_is_no_roster_is_refused_and_nothing_is_kept() -> None:
    with pytest.raises(FileRefused):
        bring(make_enterprise(), content=b"a,b\n1,2\n")
    assert Roster.objects.count() == 0


def test_a_crash_between_steps_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    enterprise = make_enterprise()
    roster = confirm(bring(enterprise, content=SAMPLE.read_bytes()))
    monkeypatch.setattr(applying, "STEP", 120)
    applying.apply_some(roster.id, by=BY, at=NOW)
    assert Member.objects.count() == 120
    run_job(Job.objects.get().id)
    assert (Member.objects.count(), Roster.objects.get().state) == (300, "done")


def test_applying_a_thousand_rows_costs_few_queries() -> None:
    enterprise = make_enterprise()
    rows = [f"N{n},员工{n},1391{n:07d},n{n}@galaxy.test,研发中心/{n % 5}组,2025-01-30,1991-03-09,上海,在职" for n in range(1000)]
    roster = confirm(bring(enterprise, *rows))
    with CaptureQueriesContext(connection) as queries:
        run_job(Job.objects.get().id)
    roster.refresh_from_db()
    assert (roster.state, Member.objects.count()) == ("done", 1000)
    assert len(queries) < 50


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_confirming_eight_times_at_once_applies_it_once() -> None:
    roster = bring(make_enterprise(), LIN)
    outcomes = together(8, lambda _n: confirm(roster))
    assert {getattr(outcome, "state", outcome) for outcome in outcomes} == {"applying"}
    assert Job.objects.count() == 1


def test_what_a_row_says_is_sealed_in_the_database() -> None:
    bring(make_enterprise(), LIN)
    with connection.cursor() as cursor:
        cursor.execute("SELECT r::text FROM members_rosterrow r")
        row = cursor.fetchone()[0]
    assert [secret in row for secret in ("林超", "13812345678", "lin@galaxy", "1991-03-09")] == [False] * 4


def test_what_a_roster_said_is_forgotten_after_thirty_days_and_its_counts_are_not() -> None:
    apply(make_enterprise(), LIN)
    forget_old_rosters(NOW + timedelta(days=30))
    assert RosterRow.objects.count() == 1
    forget_old_rosters(NOW + timedelta(days=31))
    assert (RosterRow.objects.count(), Roster.objects.get().joiner_count) == (0, 1)


def test_leaving_by_hand_and_by_roster_is_the_same() -> None:
    enterprise = make_enterprise()
    apply(enterprise, LIN, REN)
    mark_left(member_id=Member.objects.get(staff_no="G1").id, by=BY, at=NOW)
    roster = bring(enterprise, LIN.replace("在职", "离职"), REN)
    assert verdicts(roster) == ["same", "same"]
