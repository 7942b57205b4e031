"""What becomes of people when a roster is applied."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.feed.models import Event
from members.models import Identity, Member, MemberSession, Roster, SentMessage
from members.operations import request_login_code, sign_in
from members.operations.rosters import apply as applying
from members.queries import find_members
from tests.factories import NOW, make_enterprise, make_member
from tests.members.codes import last_code
from tests.members.rosters import APPLY, BY, LIN, REN, SAMPLE, apply, bring, codes, confirm, done

pytestmark = pytest.mark.django_db


def test_the_sample_brings_298_people_and_two_who_have_left() -> None:
    enterprise = make_enterprise("galaxy")
    roster = bring(enterprise, content=SAMPLE.read_bytes())
    assert (roster.row_count, roster.joiner_count, roster.leaver_count, roster.refused_count) == (300, 298, 2, 0)
    assert Member.objects.count() == 0
    confirm(roster)
    done(roster, APPLY)
    assert list(Member.objects.filter(state="left").order_by("staff_no").values_list("staff_no", flat=True)) == ["G01032", "G01208"]
    assert (Member.objects.filter(state="active").count(), Identity.objects.count()) == (298, 600)
    assert Roster.objects.get().state == "done"


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


def test_somebody_changed_while_it_is_applied_is_refused_and_the_others_go_on() -> None:
    enterprise = make_enterprise()
    roster = confirm(bring(enterprise, LIN, REN, "G3,张萱,,,,,,,在职"))
    make_member(enterprise, staff_no="G2")
    done(roster, APPLY)
    assert (roster.state, roster.joiner_count, roster.refused_count) == ("done", 2, 1)
    assert codes(roster) == [[], [("staff_no", "changed_meanwhile")], []]


def test_a_crash_between_steps_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    enterprise = make_enterprise()
    roster = confirm(bring(enterprise, content=SAMPLE.read_bytes()))
    monkeypatch.setattr(applying, "STEP", 120)
    applying.apply_some(roster.id, by=BY, at=NOW)
    assert Member.objects.count() == 120
    done(roster, APPLY)
    assert (Member.objects.count(), Roster.objects.get().state) == (300, "done")


def test_applying_a_thousand_rows_costs_few_queries() -> None:
    enterprise = make_enterprise()
    rows = [f"N{n},员工{n},1391{n:07d},n{n}@galaxy.test,研发中心/{n % 5}组,2025-01-30,1991-03-09,上海,在职" for n in range(1000)]
    roster = confirm(bring(enterprise, *rows))
    with CaptureQueriesContext(connection) as queries:
        done(roster, APPLY)
    assert (roster.state, Member.objects.count()) == ("done", 1000)
    assert len(queries) < 50


def test_a_first_phone_for_hundreds_of_known_people_costs_few_queries() -> None:
    enterprise = make_enterprise()
    apply(enterprise, *[f"N{n},员工{n},,,,,,,在职" for n in range(300)])
    roster = confirm(bring(enterprise, *[f"N{n},,1391{n:07d},,,,,,在职" for n in range(300)]))
    with CaptureQueriesContext(connection) as queries:
        done(roster, APPLY)
    assert (roster.state, Identity.objects.filter(changed_at=None).count(), Identity.objects.count()) == ("done", 0, 300)
    assert len(queries) < 50
