"""A roster on its page: who joins, changes, leaves and returns is seen first, then applied."""

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from members.models import Enterprise, Member, Roster
from tests.benefits.hr.desk import at_desk, sample, work
from tests.common.sheets.workbooks import packed, parts, row, sheet
from tests.factories import NOW, make_department, make_enterprise, make_member

pytestmark = pytest.mark.django_db

HEADER = "工号,姓名,手机号,部门,状态"


@pytest.fixture
def enterprise() -> Enterprise:
    """Three people at work, and one who has left."""
    enterprise = make_enterprise()
    platform = make_department(enterprise, "研发/平台")
    make_member(enterprise, staff_no="A1", name="林超", phone="+8613800000001", department=platform)
    make_member(enterprise, staff_no="A2", name="张萱", phone="+8613800000002", department=platform)
    make_member(enterprise, staff_no="A3", name="韦涵", phone="+8613800000003", department=platform)
    make_member(enterprise, staff_no="A4", name="江芳", state="left", left_at=NOW - timedelta(days=9))
    return enterprise


@pytest.fixture
def client(enterprise: Enterprise) -> Client:
    return at_desk(enterprise)[0]


def bring(client: Client, *rows: str, name: str = "roster.csv") -> Roster:
    content = "\n".join([HEADER, *rows]).encode("utf-8-sig")
    response = client.post("/hr/rosters/upload/", {"file": SimpleUploadedFile(name, content)})
    assert response.status_code == 302, response.content.decode()
    work()
    return Roster.objects.get(id=response["Location"].split("/")[-2])


def confirm(client: Client, roster: Roster) -> int:
    return client.post(f"/hr/rosters/{roster.id}/confirm/", {"file_sha256": bytes(roster.file_sha256).hex()}).status_code


EVERYTHING = (
    "A1,林超,13800000001,研发/平台,在职",
    "A2,张萱,13900000002,市场,在职",
    "A3,韦涵,,,离职",
    "A4,江芳,,,在职",
    "A5,新人,13900000005,市场,在职",
    "A6,坏号,123,,在职",
)


def test_the_page_tells_joiners_movers_leavers_returns_and_refusals(client: Client) -> None:
    roster = bring(client, *EVERYTHING)
    tabs = client.get(f"/hr/rosters/{roster.id}/").context["tabs"]
    assert {verdict: count for verdict, _label, count in tabs} == {
        "refused": 1,
        "joins": 1,
        "moves": 1,
        "leaves": 1,
        "returns": 1,
        "same": 1,
    }


def test_a_mover_shows_what_changes_with_the_phone_masked(client: Client) -> None:
    roster = bring(client, *EVERYTHING)
    item = client.get(f"/hr/rosters/{roster.id}/?show=moves").context["items"].rows[0]
    changes = [(change.column, change.before, change.after) for change in item.changes]
    assert (item.number, item.who) == (3, "张萱")
    assert changes == [("Phone", "138****0002", "139****0002"), ("Department", "研发/平台", "市场")]


def test_a_refused_row_names_column_text_and_remedy(client: Client) -> None:
    roster = bring(client, *EVERYTHING)
    item = client.get(f"/hr/rosters/{roster.id}/?show=refused").context["items"].rows[0]
    assert [(reason.column, reason.given, reason.code) for reason in item.reasons] == [("Phone", "123", "phone_invalid")]


def test_nobody_is_changed_by_looking(client: Client, enterprise: Enterprise) -> None:
    roster = bring(client, *EVERYTHING)
    client.get(f"/hr/rosters/{roster.id}/")
    assert (roster.state, enterprise.members.count(), Member.objects.get(staff_no="A3").state) == ("ready", 4, "active")


def test_confirming_applies_it_once_however_often_it_is_pressed(client: Client, enterprise: Enterprise) -> None:
    roster = bring(client, *EVERYTHING)
    answers = [confirm(client, roster) for _tab in range(2)]
    work()
    answers.append(confirm(client, roster))
    states = dict(enterprise.members.values_list("staff_no", "state"))
    assert answers == [302, 302, 302]
    assert states == {"A1": "active", "A2": "active", "A3": "left", "A4": "active", "A5": "active"}
    assert client.get(f"/hr/rosters/{roster.id}/").context["roster"].state == "done"


def test_a_roster_that_people_overtook_is_shown_anew_before_it_is_applied(client: Client, enterprise: Enterprise) -> None:
    roster = bring(client, *EVERYTHING)
    make_member(enterprise, staff_no="A5", name="新人")
    response = client.post(f"/hr/rosters/{roster.id}/confirm/", {"file_sha256": bytes(roster.file_sha256).hex()})
    assert (response.status_code, response.context["roster"].joiner_count) == (409, 0)
    assert response.context["refused"] == "Your people have changed since you looked. Look at the new result, then confirm."


def test_a_discarded_roster_changes_nobody(client: Client, enterprise: Enterprise) -> None:
    roster = bring(client, *EVERYTHING)
    client.post(f"/hr/rosters/{roster.id}/discard/")
    assert (confirm(client, roster), enterprise.members.count()) == (409, 4)


def test_a_roster_that_is_being_read_shows_how_far_it_is(client: Client) -> None:
    content = "\n".join([HEADER, *EVERYTHING]).encode("utf-8-sig")
    response = client.post("/hr/rosters/upload/", {"file": SimpleUploadedFile("roster.csv", content)})
    page = client.get(response["Location"])
    assert (page.context["job"].name, page.context["form"], page.context["tabs"]) == ("members.check_roster", None, [])


def test_a_file_that_is_no_spreadsheet_is_refused_on_the_page(client: Client) -> None:
    response = client.post("/hr/rosters/upload/", {"file": SimpleUploadedFile("x.csv", b"%PDF-1.7")})
    assert (response.status_code, Roster.objects.count()) == (422, 0)
    assert response.context["refused"].startswith("This is a PDF.")


def test_a_file_without_known_headers_says_so_on_its_page(client: Client) -> None:
    client.post("/hr/rosters/upload/", {"file": SimpleUploadedFile("x.csv", "甲,乙\n1,2".encode("utf-8-sig"))})
    work()
    page = client.get(f"/hr/rosters/{Roster.objects.get().id}/")
    assert page.context["problem"].startswith("The columns Staff no. / 工号")
    assert "Upload a file" in page.content.decode()


def test_the_sample_roster_joins_three_hundred_people() -> None:
    client, staff = at_desk()
    response = client.post("/hr/rosters/upload/", {"file": SimpleUploadedFile("roster-300.xlsx", sample("roster-300.xlsx"))})
    roster = Roster.objects.get()
    work()
    confirm(client, roster)
    work()
    page = client.get(response["Location"]).context["roster"]
    assert (page.state, page.refused_count, staff.enterprise.members.count()) == ("done", 0, 300)


def test_the_result_names_what_every_row_does(client: Client) -> None:
    roster = bring(client, *EVERYTHING)
    content = b"".join(client.get(f"/hr/rosters/{roster.id}/result/").streaming_content)  # type: ignore[attr-defined]
    rows = list(openpyxl.load_workbook(BytesIO(content)).active.iter_rows(values_only=True))
    assert [row[-2] for row in rows[1:]] == ["No change", "Changes", "Leaves", "Returns", "Joins", "Refused"]


def test_one_of_two_fitting_sheets_can_be_chosen(client: Client) -> None:
    content = packed(parts({name: sheet(row("工号", "姓名"), row(name, "林超")) for name in ("B1", "B2")}))
    for chosen, standing in (("", ("failed", 0)), ("B3", ("failed", 0)), ("B2", ("ready", 1))):
        answer = client.post("/hr/rosters/upload/", {"file": SimpleUploadedFile("r.xlsx", content), "sheet_name": chosen})
        work()
        roster = Roster.objects.get(id=answer["Location"].split("/")[-2])
        assert (roster.state, roster.row_count) == standing
    assert list(roster.rows.values_list("staff_no", flat=True)) == ["B2"]
    assert 'name="sheet_name"' in client.get("/hr/rosters/upload/").content.decode()
