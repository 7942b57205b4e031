"""A frozen roster: who was added afterwards is granted nothing, on whatever way, until two people lift or move the freeze."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from benefits.models import Batch, Grant, Piece
from benefits.operations import GrantRequest, GrantWanted, issue_grant
from benefits.operations.grants.issue import RowRefused
from benefits.rules.freeze import JoinedAfterFreeze
from common.duties.models import Approval
from common.feed.models import Event
from members.models import Enterprise, Member
from members.operations import FreezeLoosened, freeze_roster, loosen_freeze, put_member, rejoin
from tests.analytics.admin.world import sign_in
from tests.benefits.hr.desk import at_desk, confirm, sheet, upload, work, workshop
from tests.benefits.operations.openings.opened import opened, take
from tests.calling import api_of_enterprise, api_of_member
from tests.factories import NOW, OPERATOR, make_budget, make_enterprise, make_member, make_operator
from tests.members.rosters import apply

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
FROZEN = NOW - HOUR
SINCE = "2026-03-02 09:00"


def frozen(enterprise: Enterprise, frozen_at: datetime | None = FROZEN) -> Enterprise:
    Enterprise.objects.filter(id=enterprise.id).update(roster_frozen_at=frozen_at)
    return enterprise


def added(enterprise: Enterprise, staff_no: str, at: datetime) -> Member:
    member = make_member(enterprise, staff_no=staff_no)
    Member.objects.filter(id=member.id).update(created_at=at)
    return member


@pytest.fixture
def enterprise() -> Enterprise:
    """Frozen an hour ago: G1 was there before, G2 at that very moment, G3 was added a minute later."""
    made = frozen(workshop())
    for staff_no, minutes in (("G1", -1), ("G2", 0), ("G3", 1)):
        added(made, staff_no, FROZEN + timedelta(minutes=minutes))
    return made


def give(enterprise: Enterprise, **who: Any) -> Grant:
    return issue_grant(GrantRequest(enterprise.id, GrantWanted(benefit_code="phone-50", **who), source="manual"), by=OPERATOR, at=NOW)


def outcomes(batch: Batch) -> list[tuple[str, list[Any]]]:
    return [(row.outcome, [reason["code"] for reason in row.reasons]) for row in batch.rows.order_by("number")]


LATE = ["joined_after_freeze"]


@time_machine.travel(NOW, tick=False)
def test_the_preview_of_a_file_names_who_was_added_after_the_freeze(enterprise: Enterprise) -> None:
    client, _staff = at_desk(enterprise)
    batch = upload(client, sheet(*((number, "phone-50", "1") for number in ("G1", "G2", "G3"))))
    assert outcomes(batch) == [("good", []), ("good", []), ("refused", LATE)]
    page = client.get(f"/hr/batches/{batch.id}/", headers={"accept-language": "en"}).content.decode()
    assert f"G3 was added after the roster was frozen ({SINCE})." in page


@time_machine.travel(NOW, tick=False)
def test_people_whom_a_file_would_create_are_refused_and_not_created(enterprise: Enterprise) -> None:
    client, _staff = at_desk(enterprise)
    rows = sheet(("幽灵", "13912345678", "phone-50"), ("无名", "", "phone-50"), header="姓名,手机号,权益编码")
    batch = upload(client, rows, creates_members="on")
    assert outcomes(batch) == [("refused", LATE), ("refused", ["member_not_found"])]


@time_machine.travel(NOW, tick=False)
def test_a_freeze_that_comes_after_the_preview_skips_them_when_it_is_granted(enterprise: Enterprise) -> None:
    frozen(enterprise, None)
    client, _staff = at_desk(enterprise)
    rows = sheet(
        ("G1", "", "", "phone-50"), ("G3", "", "", "phone-50"), ("", "幽灵", "13912345678", "phone-50"), header="工号,姓名,手机号,权益编码"
    )
    batch = upload(client, rows, creates_members="on")
    people = Member.objects.count()
    frozen(enterprise)
    confirm(client, batch)
    work()
    assert outcomes(batch) == [("granted", []), ("skipped", LATE), ("skipped", LATE)]
    assert (Grant.objects.count(), Member.objects.count()) == (1, people)


def test_a_single_grant_by_hand_is_refused_in_words_and_leaves_nothing(enterprise: Enterprise) -> None:
    with pytest.raises(RowRefused) as refused:
        give(enterprise, staff_no="G3")
    assert (refused.value.code, refused.value.status, Batch.objects.count()) == ("joined_after_freeze", 409, 0)
    assert give(enterprise, staff_no="G2").member.staff_no == "G2"


@time_machine.travel(NOW, tick=False)
def test_a_program_is_refused_for_one_and_for_somebody_whom_it_would_create(enterprise: Enterprise) -> None:
    api = api_of_enterprise(enterprise)
    ghost = {"name": "幽灵", "phone": "13912345678"}
    answers = [
        api.post("grants", {"reference": f"R{n}", "benefit": "phone-50", "member": who}, key=f"one-key-{n}")
        for n, who in enumerate(({"staff_no": "G3"}, ghost, {"staff_no": "G1"}))
    ]
    assert [answer.status_code for answer in answers] == [409, 409, 201], [answer.json() for answer in answers]
    assert [answer.json()["code"] for answer in answers[:2]] == ["joined_after_freeze"] * 2
    assert not Member.objects.filter(enterprise=enterprise, staff_no=None).exists()


def test_an_opening_gives_nothing_to_who_was_added_after_the_freeze_and_keeps_its_piece() -> None:
    opening = opened()
    frozen(opening.enterprise)
    before, late = added(opening.enterprise, "G1", FROZEN), added(opening.enterprise, "G3", NOW)
    with pytest.raises(JoinedAfterFreeze):
        take(opening, late)
    assert (Piece.objects.filter(state="taken").count(), Grant.objects.count()) == (0, 0)
    take(opening, before)
    assert Piece.objects.get(state="taken").member == before


def test_the_member_reads_why_and_a_program_gets_the_code() -> None:
    opening = opened()
    frozen(opening.enterprise)
    late = added(opening.enterprise, "G3", NOW)
    with time_machine.travel(NOW, tick=False):
        answer = api_of_member(late).send("POST", f"openings/{opening.id}/claim", {}, **{"idempotency-key": "one-tap-0001"})
    assert (answer.status_code, answer.json()["code"]) == (409, "joined_after_freeze")


def test_a_freeze_of_tomorrow_stops_nobody_of_today(enterprise: Enterprise) -> None:
    frozen(enterprise, NOW + 24 * HOUR)
    assert give(enterprise, staff_no="G3").member.staff_no == "G3"
    assert give(enterprise, person={"name": "新人", "phone": "13912345678"}).member.name == "新人"


def leaver_back(enterprise: Enterprise, way: str) -> None:
    """G1 left long ago and comes back now, by hand, by a program or by a roster."""
    member = Member.objects.get(enterprise=enterprise, staff_no="G1")
    Member.objects.filter(id=member.id).update(state="left", left_at=FROZEN - HOUR, external_id="E1")
    if way == "hand":
        rejoin(member_id=member.id, by=OPERATOR, at=NOW)
    elif way == "program":
        put_member(enterprise_id=enterprise.id, external_id="E1", fields={"state": "active"}, by=OPERATOR, at=NOW)
    else:
        apply(enterprise, f"G1,{member.name},,,,,,,在职")


@pytest.mark.parametrize("way", ["hand", "program", "roster"])
def test_a_leaver_who_is_brought_back_after_the_freeze_is_added_after_it(enterprise: Enterprise, way: str) -> None:
    assert give(enterprise, staff_no="G1")
    with time_machine.travel(NOW, tick=False):
        leaver_back(enterprise, way)
    with pytest.raises(RowRefused) as refused:
        give(enterprise, staff_no="G1")
    assert refused.value.code == "joined_after_freeze"


def test_another_enterprises_freeze_is_none_of_ours(enterprise: Enterprise) -> None:
    other = make_enterprise()
    make_budget(other, amount=10_000_000)
    added(other, "G3", NOW)
    assert give(other, staff_no="G3").enterprise == other


def act(enterprise: Enterprise, to: datetime | None, run: Any = freeze_roster) -> datetime | None:
    run(enterprise_id=enterprise.id, frozen_at=to, by=OPERATOR, reason="a round of benefits", at=NOW)
    enterprise.refresh_from_db()
    return enterprise.roster_frozen_at


def test_a_freeze_is_set_now_and_drawn_earlier_by_one_person_but_never_later() -> None:
    enterprise = workshop()
    assert act(enterprise, None) == NOW
    assert act(enterprise, FROZEN) == FROZEN
    for later in (NOW, None):
        with pytest.raises(FreezeLoosened):
            act(enterprise, later)
    events = Event.objects.filter(kind="enterprise.roster_frozen", subject_id=enterprise.id).order_by("id")
    assert [(e.actor, e.reason, e.enterprise_id, e.data["from"]) for e in events] == [
        (str(OPERATOR), "a round of benefits", enterprise.id, moment.isoformat()) for moment in (NOW, FROZEN)
    ]


def test_it_is_moved_and_lifted_by_the_act_that_two_do() -> None:
    enterprise = frozen(workshop())
    assert act(enterprise, NOW, loosen_freeze) == NOW
    assert act(enterprise, None, loosen_freeze) is None
    assert act(enterprise, None, loosen_freeze) is None
    assert Event.objects.filter(kind="enterprise.freeze_lifted", subject_id=enterprise.id).count() == 1


def press(client: Client, enterprise: Enterprise, name: str, **typed: str) -> Any:
    return client.post(f"/ops/members/enterprise/{enterprise.pk}/act/{name}/", {"act": name, "reason": "I looked at them", **typed})


def test_on_the_console_one_person_freezes_and_lifting_waits_for_another() -> None:
    enterprise, client, other = workshop(), sign_in(make_operator()), sign_in(make_operator())
    press(client, enterprise, "freeze_roster", frozen_at="2026-03-02T09:00")
    enterprise.refresh_from_db()
    assert enterprise.roster_frozen_at == FROZEN
    press(client, enterprise, "loosen_freeze")
    approval, still = Approval.objects.get(), Enterprise.objects.get(id=enterprise.id)
    assert (approval.state, still.roster_frozen_at) == ("waiting", FROZEN)
    decision = {"verdict": "agree", "reason": "so did I", "seen": bytes(approval.content_sha256).hex()}
    for decides, lifted_to in ((client, FROZEN), (other, None)):
        decides.post(f"/ops/common/approval/{approval.pk}/decide/", decision)
        enterprise.refresh_from_db()
        assert enterprise.roster_frozen_at == lifted_to


def test_hr_reads_of_the_freeze_where_it_grants(enterprise: Enterprise) -> None:
    client, _staff = at_desk(enterprise)
    page = client.get("/hr/batches/upload/", headers={"accept-language": "en"}).content.decode()
    assert f"Your roster is frozen from {SINCE}." in page
    frozen(enterprise, None)
    assert "is frozen" not in client.get("/hr/batches/upload/", headers={"accept-language": "en"}).content.decode()
