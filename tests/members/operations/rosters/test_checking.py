"""What each row of a roster would do, and what is wrong with it."""

import pytest

from members.models import Member, SentMessage
from members.operations import mark_left
from members.queries import roster_lines
from tests.factories import NOW, make_enterprise, make_member
from tests.members.rosters import BY, LIN, REN, SAMPLE, apply, bring, codes, verdicts

pytestmark = pytest.mark.django_db


def test_the_same_file_again_changes_nothing() -> None:
    enterprise = make_enterprise()
    apply(enterprise, content=SAMPLE.read_bytes())
    again = apply(enterprise, content=SAMPLE.read_bytes())
    assert (again.unchanged_count, again.state, SentMessage.objects.count()) == (300, "done", 0)


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


def test_leaving_by_hand_and_by_roster_is_the_same() -> None:
    enterprise = make_enterprise()
    apply(enterprise, LIN, REN)
    mark_left(member_id=Member.objects.get(staff_no="G1").id, by=BY, at=NOW)
    roster = bring(enterprise, LIN.replace("在职", "离职"), REN)
    assert verdicts(roster) == ["same", "same"]


def test_a_birthday_to_come_and_a_day_of_joining_far_ahead_are_refused() -> None:
    roster = bring(
        make_enterprise(),
        "G1,林超,,,,2027-03-03,2026-03-02,,在职",
        "G2,任强,,,,2027-03-04,2026-03-03,,在职",
        "G3,张萱,,,,2201-01-01,1850-01-01,,在职",
    )
    impossible = [("joined_on", "date_impossible"), ("birthday", "date_impossible")]
    assert codes(roster) == [[], impossible, impossible]
    told = [[reason["because"] for reason in row.reasons] for row in roster.rows.order_by("number")]
    assert told == [[], ["too_late", "too_late"], ["range", "range"]]
