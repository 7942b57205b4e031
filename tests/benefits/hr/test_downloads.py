"""Taking long lists away: asked for on a list, waited for on a page or elsewhere, downloaded by one person for a day."""

from io import BytesIO

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from benefits.models import Grant
from common import clock
from common.jobs.models import Job
from members.models import Enterprise, Export
from members.operations.exports import ask, write
from tests.benefits.hr.desk import at_desk, confirm, sheet, upload, work, workshop
from tests.factories import make_enterprise, make_export, make_grant, make_member

pytestmark = pytest.mark.django_db
EXPORT = "/hr/benefits/grant/export/"


@pytest.fixture
def enterprise() -> Enterprise:
    return make_enterprise()


@pytest.fixture
def client(enterprise: Enterprise) -> Client:
    return at_desk(enterprise)[0]


@pytest.fixture
def _long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rows are long here, two of them a piece."""
    monkeypatch.setattr(ask, "AT_ONCE", 1)
    monkeypatch.setattr(write, "PIECE", 2)


def rows_of(response: object) -> list[tuple[object, ...]]:
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    return [tuple(row) for row in openpyxl.load_workbook(BytesIO(content)).active.iter_rows(values_only=True)]


def give(enterprise: Enterprise, count: int) -> list[Grant]:
    return [make_grant(make_member(enterprise, name=f"林{number}")) for number in range(count)]


@pytest.mark.usefixtures("_long")
def test_a_long_list_is_waited_for_on_a_page_of_its_own(client: Client, enterprise: Enterprise) -> None:
    grants = give(enterprise, 5)
    page = client.get(EXPORT, follow=True)
    export = Export.objects.get()
    assert (page.templates[0].name, page.context["job"].subject_id) == ("hr/download.html", export.id)
    assert page.redirect_chain == [(f"/hr/downloads/{export.id}/", 302)]
    work()
    page = client.get(f"/hr/downloads/{export.id}/")
    assert f'href="/hr/downloads/{export.id}/file/"' in page.content.decode()
    rows = rows_of(client.get(f"/hr/downloads/{export.id}/file/"))
    assert [row[6] for row in rows[1:]] == [grant.serial for grant in reversed(grants)]


def test_short_and_long_lists_are_the_same_spreadsheet(client: Client, enterprise: Enterprise, monkeypatch: pytest.MonkeyPatch) -> None:
    give(enterprise, 5)
    short = rows_of(client.get(EXPORT))
    monkeypatch.setattr(ask, "AT_ONCE", 1)
    monkeypatch.setattr(write, "PIECE", 2)
    client.get(EXPORT)
    work()
    assert rows_of(client.get(f"/hr/downloads/{Export.objects.latest('id').id}/file/")) == short


@pytest.mark.usefixtures("_long")
def test_what_is_claimed_while_the_list_is_written_stays_in_it(client: Client, enterprise: Enterprise) -> None:
    first, second, third = give(enterprise, 3)
    client.get(EXPORT, {"state__exact": "claimable"})
    Grant.objects.filter(id=second.id).update(state="claimed", claimed_at=clock.now())
    give(enterprise, 1)
    work()
    rows = rows_of(client.get(f"/hr/downloads/{Export.objects.get().id}/file/"))
    assert [(row[6], row[7]) for row in rows[1:]] == [(third.serial, "To claim"), (second.serial, "Claimed"), (first.serial, "To claim")]


@pytest.mark.usefixtures("_long")
def test_the_result_of_a_long_batch_is_waited_for_as_well() -> None:
    client, _staff = at_desk(workshop())
    batch = upload(client, sheet(("G01001", "phone-50", "1"), ("G01002", "phone-50", "1"), ("nobody", "phone-50", "1")), name="g.csv")
    confirm(client, batch)
    work()
    assert client.get(f"/hr/batches/{batch.id}/result/").status_code == 302
    work()
    rows = rows_of(client.get(f"/hr/downloads/{Export.objects.get().id}/file/"))
    assert [row[-3] for row in rows] == ["状态 Status", "Granted", "Granted", "Refused"]
    assert rows[1][-1] == batch.grants.order_by("id")[0].serial


def test_a_list_without_rows_is_a_spreadsheet_without_rows(client: Client, enterprise: Enterprise) -> None:
    give(enterprise, 1)
    assert len(rows_of(client.get(EXPORT, {"q": "nobody"}))) == 1


def test_more_rows_than_can_be_taken_are_not_cut_off(client: Client, enterprise: Enterprise, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benefits.hr.grant_export.MOST", 1)
    give(enterprise, 2)
    page = client.get(EXPORT, follow=True)
    assert [str(message) for message in page.context["messages"]] == [
        "That is more than 1 rows. Narrow the list by days or state, and export it in parts."
    ]
    assert Export.objects.count() == 0


@pytest.mark.usefixtures("_long")
def test_whoever_asks_for_too_much_at_once_is_told_to_wait(client: Client, enterprise: Enterprise) -> None:
    give(enterprise, 4)
    for number in range(4):
        page = client.get(EXPORT, {"q": ""} if number == 3 else {"created_at_from": f"2026-01-0{number + 1}"}, follow=True)
        give(enterprise, 1)
    assert [str(message) for message in page.context["messages"]] == [
        "Several of your downloads are still being made. Wait until one is done, then ask again."
    ]
    assert (page.request["PATH_INFO"], Job.objects.count()) == (reverse("hr:downloads"), 3)


def test_the_list_of_downloads_holds_the_own_ones_alone(enterprise: Enterprise) -> None:
    client, staff = at_desk(enterprise)
    _colleagues, colleague = at_desk(enterprise)
    assert "Nothing is waiting for you here." in client.get("/hr/downloads/").content.decode()
    make_export(colleague)
    mine = make_export(staff)
    assert client.get("/hr/downloads/").context["exports"] == [mine]


def test_a_colleagues_download_looks_like_none(enterprise: Enterprise) -> None:
    client, _staff = at_desk(enterprise)
    give(enterprise, 1)
    at_desk(enterprise)[0].get(EXPORT)
    export = Export.objects.get()
    assert export.state == "ready"
    assert [client.get(f"/hr/downloads/{export.id}/{tail}").status_code for tail in ("", "file/")] == [404, 404]


def test_a_download_is_gone_after_a_day(client: Client, enterprise: Enterprise) -> None:
    give(enterprise, 1)
    client.get(EXPORT)
    path = f"/hr/downloads/{Export.objects.get().id}/"
    assert [client.get(f"{path}{tail}").status_code for tail in ("", "file/")] == [200, 200]
    Export.objects.update(expires_at=clock.now())
    assert [client.get(f"{path}{tail}").status_code for tail in ("", "file/")] == [404, 404]


def test_no_cache_keeps_what_was_downloaded(client: Client, enterprise: Enterprise) -> None:
    give(enterprise, 1)
    at_once = client.get(EXPORT)
    later = client.get(f"/hr/downloads/{Export.objects.get().id}/file/")
    assert ["no-store" in response["Cache-Control"] for response in (at_once, later)] == [True, True]


def test_one_that_failed_says_so(client: Client, enterprise: Enterprise) -> None:
    staff_client, staff = at_desk(enterprise)
    export = make_export(staff, state="failed")
    page = staff_client.get(f"/hr/downloads/{export.id}/").content.decode()
    assert "The spreadsheet could not be made." in page
    assert staff_client.get(f"/hr/downloads/{export.id}/file/").status_code == 404
