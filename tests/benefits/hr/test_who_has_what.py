"""The list of grants: narrowed, searched, exported; and the page of each."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from benefits.models import Grant
from common import clock
from members.models import Enterprise
from tests.benefits.hr.desk import at_desk, confirm, sheet, upload, work, workshop
from tests.factories import make_benefit, make_department, make_enterprise, make_grant, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def enterprise() -> Enterprise:
    return make_enterprise()


@pytest.fixture
def client(enterprise: Enterprise) -> Client:
    return at_desk(enterprise)[0]


def listed(client: Client, **filters: str) -> list[Grant]:
    return list(client.get("/hr/benefits/grant/", filters).context["cl"].result_list)


def exported(client: Client, **filters: str) -> list[tuple[str | None, ...]]:
    content = b"".join(client.get("/hr/benefits/grant/export/", filters).streaming_content)  # type: ignore[attr-defined]
    return [tuple(row) for row in openpyxl.load_workbook(BytesIO(content)).active.iter_rows(values_only=True)][1:]


def test_grants_are_narrowed_by_state_benefit_department_batch_and_time_left(client: Client, enterprise: Enterprise) -> None:
    team = make_department(enterprise, "研发/平台")
    soon = clock.now() + timedelta(days=2)
    wanted = make_grant(make_member(enterprise, department=team), make_benefit(code="tea"), claimable_until=soon)
    other = make_grant(make_member(enterprise), state="claimed", claimed_at=clock.now(), claimable_until=soon)
    later = make_grant(make_member(enterprise), claimable_until=clock.now() + timedelta(days=20))
    assert listed(client) == [later, other, wanted]
    assert listed(client, state__exact="claimed") == [other]
    assert listed(client, benefit="tea") == [wanted]
    assert listed(client, department=str(team.parent_id)) == [wanted]
    assert listed(client, batch__id__exact=str(later.batch_id)) == [later]
    assert listed(client, ends="week") == [wanted]


def test_days_are_days_of_the_enterprise(client: Client, enterprise: Enterprise) -> None:
    # Half past midnight of the 10th in Shanghai is still the 9th in Greenwich.
    early = make_grant(make_member(enterprise), created_at=datetime(2026, 11, 9, 16, 30, tzinfo=UTC))
    make_grant(make_member(enterprise), created_at=datetime(2026, 11, 9, 15, 30, tzinfo=UTC))
    assert listed(client, created_at_from="2026-11-10", created_at_to="2026-11-10") == [early]


def test_a_serial_or_a_person_is_found_in_full(client: Client, enterprise: Enterprise) -> None:
    grant = make_grant(make_member(enterprise, name="张萱", phone="+8613812345678"))
    make_grant(make_member(enterprise))
    assert [listed(client, q=text) for text in (grant.serial.lower(), "张萱", "138 1234 5678")] == [[grant]] * 3


def test_the_export_holds_the_filtered_rows_in_the_enterprises_time(client: Client, enterprise: Enterprise) -> None:
    grant = make_grant(make_member(enterprise, name="张萱"), created_at=datetime(2026, 11, 9, 16, 30, tzinfo=UTC))
    make_grant(make_member(enterprise), state="claimed", claimed_at=clock.now())
    rows = exported(client, state__exact="claimable")
    assert [(row[0], row[6], row[7], row[8]) for row in rows] == [("张萱", grant.serial, "To claim", "2026-11-10 00:30")]


def test_an_export_computes_nothing(client: Client, enterprise: Enterprise) -> None:
    make_grant(make_member(enterprise, name='=HYPERLINK("http://x.test")'), note="+1")
    content = b"".join(client.get("/hr/benefits/grant/export/").streaming_content)  # type: ignore[attr-defined]
    row = list(openpyxl.load_workbook(BytesIO(content)).active.iter_rows())[1]
    assert [(cell.value, cell.data_type) for cell in (row[0], row[13])] == [('=HYPERLINK("http://x.test")', "s"), ("+1", "s")]


def test_a_file_being_checked_renews_its_page_with_and_without_scripts() -> None:
    client, _staff = at_desk(workshop())
    budget = client.get("/hr/batches/upload/").context["budgets"][0]
    form = {"file": SimpleUploadedFile("g.csv", sheet(("G01001", "phone-50", "1"))), "budget_id": str(budget.id)}
    page = client.post("/hr/batches/upload/", form, follow=True).content.decode()
    assert ('http-equiv="refresh"' in page, 'hx-trigger="every 1s"' in page) == (True, True)


def test_what_a_batch_gave_is_told_by_the_name_of_the_file() -> None:
    client, _staff = at_desk(workshop())
    confirm(client, upload(client, sheet(("G01001", "phone-50", "1")), name="november.csv"))
    work()
    story = client.get(f"/hr/benefits/grant/{Grant.objects.get().id}/change/").context["story"]
    assert [(line.title, line.who) for line in story] == [("Given", "november.csv")]


def test_the_front_page_leads_to_the_rows_behind_each_figure(client: Client, enterprise: Enterprise) -> None:
    make_grant(make_member(enterprise), claimable_until=clock.now() + timedelta(days=2))
    make_grant(make_member(enterprise), state="claimed", claimed_at=clock.now())
    tiles = client.get("/hr/").context["tiles"]
    counted = [(str(tile.count), str(len(client.get(tile.address).context["cl"].result_list))) for tile in tiles]
    assert counted == [("1", "1"), ("1", "1"), ("1", "1"), ("0", "0")]


def test_a_new_enterprise_is_told_its_first_steps(client: Client) -> None:
    page = client.get("/hr/")
    assert (page.context["has_people"], page.context["has_batches"]) == (False, False)
    assert "/hr/rosters/upload/" in page.content.decode()
