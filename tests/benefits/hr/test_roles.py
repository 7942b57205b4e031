"""A viewer reads everything and changes nothing; an administrator acts."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import NoReverseMatch, reverse

from benefits.models import Batch, Grant
from common.duties.registry import DUTIES
from members.models import Member, Roster
from tests.benefits.hr.desk import at_desk, confirm, sheet, upload, work
from tests.benefits.hr.rows import rows_of
from tests.factories import make_benefit, make_budget, make_enterprise, make_export, make_grant, make_member

pytestmark = pytest.mark.django_db


def file(content: bytes) -> dict[str, object]:
    return {"file": SimpleUploadedFile("f.csv", content)}


def test_a_viewer_opens_every_list_and_page() -> None:
    client, staff = at_desk(role="hr_viewer")
    grant = make_grant(make_member(staff.enterprise))
    pages = [
        "",
        "catalogue/",
        "benefits/grant/",
        f"benefits/grant/{grant.id}/change/",
        "benefits/batch/",
        f"batches/{grant.batch_id}/",
        f"batches/{grant.batch_id}/result/",
        "benefits/grant/export/",
        "benefits/budget/",
        f"benefits/budget/{grant.budget_id}/change/",
        "members/member/",
        f"members/member/{grant.member_id}/change/",
        "members/department/",
        "members/roster/",
        "members/staff/",
        "members/apikey/",
        "batches/template/",
        "rosters/template/",
    ]
    assert {page: client.get(f"/hr/{page}").status_code for page in pages} == dict.fromkeys(pages, 200)


BY_ROLE = sorted(name for name, duty in DUTIES.items() if name.startswith("hr.") and duty.right.startswith("HR "))
BEGINS = {"batch": "batches", "roster": "rosters", "download": "downloads", "job": "jobs"}


def is_refused(client: Client, path: str) -> bool:
    answers = {client.get(path).status_code, client.post(path, {"reason": "because"}).status_code}
    return answers - {405} == {403}


@pytest.mark.parametrize("name", BY_ROLE)
def test_what_is_an_administrators_by_the_registry_is_refused_to_a_viewer_and_nothing_else_is(name: str) -> None:
    viewer, staff = at_desk(role="hr_viewer")
    rows = {**rows_of(staff.enterprise), "downloads": make_export(staff).id}
    page = "hr:" + name.removeprefix("hr.").replace(".", "_")
    pk = rows.get(BEGINS.get(page.removeprefix("hr:").partition("_")[0], ""))
    try:
        path = reverse(page)
    except NoReverseMatch:
        path = reverse(page, args=[pk])
    assert is_refused(viewer, path) == (DUTIES[name].right == "HR administrators")
    assert not is_refused(at_desk(staff.enterprise)[0], path)


def test_a_viewer_uploads_nothing() -> None:
    client, staff = at_desk(role="hr_viewer")
    budget = make_budget(staff.enterprise)
    grants = {**file(sheet(("A1", "b", "1"))), "budget_id": str(budget.id)}
    answers = [client.get("/hr/batches/upload/"), client.post("/hr/batches/upload/", grants)]
    answers += [client.get("/hr/rosters/upload/"), client.post("/hr/rosters/upload/", file("姓名\n林超".encode()))]
    assert ([answer.status_code for answer in answers], Batch.objects.count(), Roster.objects.count()) == ([403] * 4, 0, 0)


def test_a_viewer_sees_a_preview_and_can_neither_confirm_discard_nor_undo_it() -> None:
    enterprise = make_enterprise()
    make_budget(enterprise)
    make_benefit(code="tea")
    make_member(enterprise, staff_no="A1")
    admin, viewer = at_desk(enterprise)[0], at_desk(enterprise, role="hr_viewer")[0]
    batch = upload(admin, sheet(("A1", "tea", "1")), name="tea.csv")
    page = viewer.get(f"/hr/batches/{batch.id}/")
    assert (page.context["may_act"], "/confirm/" in page.content.decode()) == (False, False)
    answers = [confirm(viewer, batch), viewer.post(f"/hr/batches/{batch.id}/discard/")]
    confirm(admin, batch)
    work()
    answers += [viewer.get(f"/hr/batches/{batch.id}/undo/"), viewer.post(f"/hr/batches/{batch.id}/undo/", {"reason": "why not"})]
    batch.refresh_from_db()
    assert ([answer.status_code for answer in answers], batch.state) == ([403] * 4, "done")


def test_a_viewer_takes_no_grant_back_and_marks_nobody_as_left() -> None:
    client, staff = at_desk(role="hr_viewer")
    grant = make_grant(make_member(staff.enterprise))
    act = {"reason": "because"}
    answers = [
        client.post(f"/hr/benefits/grant/{grant.id}/act/revoke/", {**act, "act": "revoke"}),
        client.post(f"/hr/members/member/{grant.member_id}/act/mark_left/", {**act, "act": "mark_left"}),
    ]
    states = (Grant.objects.get().state, Member.objects.get().state)
    assert ([answer.status_code for answer in answers], states) == ([403, 403], ("claimable", "active"))


def test_an_administrator_takes_an_unclaimed_grant_back_with_a_reason() -> None:
    client, staff = at_desk()
    grant = make_grant(make_member(staff.enterprise))
    client.post(f"/hr/benefits/grant/{grant.id}/act/revoke/", {"act": "revoke", "reason": "wrong person"})
    story = client.get(f"/hr/benefits/grant/{grant.id}/change/").context["story"]
    assert (Grant.objects.get().state, story[-1].title, story[-1].reason) == ("revoked", "Taken back", "wrong person")
    assert story[-1].who == staff.user.get_username()


def test_a_claimed_grant_offers_no_taking_back() -> None:
    client, staff = at_desk()
    grant = make_grant(make_member(staff.enterprise), state="claimed", claimed_at="2026-11-09T00:00Z")
    assert client.get(f"/hr/benefits/grant/{grant.id}/change/").context["acts"] == []


def test_nobody_edits_adds_or_deletes_rows_by_hand() -> None:
    client, staff = at_desk()
    grant = make_grant(make_member(staff.enterprise))
    paths = [
        f"{name}/{tail}"
        for name, pk in (("benefits/grant", grant.id), ("members/member", grant.member_id), ("members/staff", staff.id))
        for tail in ("add/", f"{pk}/delete/")
    ]
    assert {path: client.post(f"/hr/{path}").status_code for path in paths} == dict.fromkeys(paths, 403)
