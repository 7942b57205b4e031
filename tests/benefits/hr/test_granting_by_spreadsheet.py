"""From the file to the grants and back: upload, preview, confirmation, result, undo."""

from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from benefits.models import Batch, Grant
from benefits.operations.batches import undo
from benefits.queries.why import occasion_of
from common.jobs.models import Job
from common.ledger import balances_of
from members.models import Enterprise
from tests.benefits.hr.desk import at_desk, confirm, galaxy, refused_in_sample, sample, sheet, upload, work, workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def enterprise() -> Enterprise:
    return workshop()


@pytest.fixture
def client(enterprise: Enterprise) -> Client:
    return at_desk(enterprise)[0]


@pytest.fixture
def sample_client() -> Client:
    return at_desk(galaxy())[0]


def balance(batch: Batch) -> dict[str, int]:
    assert batch.budget_id is not None
    found = balances_of("budget", [batch.budget_id])[batch.budget_id]
    return {name: found[name] for name in ("available", "reserved", "spent")}


def claim(grant: Grant) -> None:
    Grant.objects.filter(id=grant.id).update(state="claimed", claimed_at=grant.created_at)


def cells(content: bytes) -> list[tuple[str | None, ...]]:
    rows = openpyxl.load_workbook(BytesIO(content), read_only=True).active.iter_rows(values_only=True)
    return [tuple(row) for row in rows]


def test_the_preview_of_the_sample_shows_exactly_its_refused_rows(sample_client: Client) -> None:
    batch = upload(sample_client, sample("grants-450.xlsx"), name="grants-450.xlsx")
    page = sample_client.get(f"/hr/batches/{batch.id}/")
    shown = [(row.number, reason.code) for row in page.context["refused_page"].rows for reason in row.reasons]
    assert shown == refused_in_sample()
    assert (batch.row_count, batch.good_count, batch.refused_count) == (450, 439, 11)


def test_every_good_row_can_be_seen_before_anything_is_granted(sample_client: Client) -> None:
    batch = upload(sample_client, sample("grants-450.xlsx"))
    address, seen, after = f"/hr/batches/{batch.id}/", [], ""
    while True:
        page = sample_client.get(address, {"good": after}).context["good_page"]
        seen += [row.number for row in page.rows]
        if page.after is None:
            break
        after = str(page.after)
    assert seen == list(batch.rows.filter(outcome="good").order_by("number").values_list("number", flat=True))


def test_members_read_the_occasion_that_was_named_and_else_the_name_of_the_file(client: Client) -> None:
    named = upload(client, sheet(("G01001", "phone-50", "1")), occasion="春节福利 2.0")
    unnamed = upload(client, sheet(("G01002", "phone-50", "1")), name="年会.csv", allows_repeats="on")
    for batch in (named, unnamed):
        confirm(client, batch)
        work()
    grants = Grant.objects.select_related("batch").order_by("id")
    assert {occasion_of(grant) for grant in grants if grant.batch_id == named.id} == {"春节福利 2.0"}
    assert {occasion_of(grant) for grant in grants if grant.batch_id == unnamed.id} == {"年会"}


def test_each_refusal_names_column_text_and_remedy(sample_client: Client) -> None:
    batch = upload(sample_client, sample("grants-450.xlsx"))
    rows = sample_client.get(f"/hr/batches/{batch.id}/?reason=quantity_not_positive").context["refused_page"].rows
    reason = rows[0].reasons[0]
    assert (rows[0].number, reason.column, reason.given) == (173, "Quantity", "0")
    assert reason.sentence == "The quantity “0” is not above zero. Write 1 or more, or remove the row."


def test_nothing_is_granted_by_looking(client: Client) -> None:
    batch = upload(client, sheet(("G01001", "phone-50", "1")), name="one.csv")
    client.get(f"/hr/batches/{batch.id}/")
    assert (batch.state, Grant.objects.count(), balance(batch)["reserved"]) == ("ready", 0, 0)


def test_confirming_grants_the_good_rows_and_reserves_their_total(sample_client: Client) -> None:
    batch = upload(sample_client, sample("grants-450.xlsx"))
    response = confirm(sample_client, batch)
    assert (response.status_code, response["Location"]) == (302, f"/hr/batches/{batch.id}/")
    work()
    batch.refresh_from_db()
    assert (batch.state, batch.issued_count, Grant.objects.count()) == ("done", 439, 439)
    assert balance(batch)["reserved"] == batch.committed == 2_493_340


def test_confirming_twice_makes_one_batch(sample_client: Client) -> None:
    batch = upload(sample_client, sample("grants-450.xlsx"))
    answers = [confirm(sample_client, batch).status_code for _tab in range(2)]
    work()
    answers.append(confirm(sample_client, batch).status_code)
    assert (answers, Grant.objects.count(), balance(batch)["reserved"]) == ([302, 302, 302], 439, 2_493_340)


def test_two_previews_of_one_file_grant_it_once(client: Client) -> None:
    content = sheet(("G01001", "phone-50", "1"), ("G01002", "phone-50", "1"))
    first, second = (upload(client, content, name="same.csv") for _tab in range(2))
    confirm(client, first)
    confirm(client, second)
    work()
    first.refresh_from_db()
    second.refresh_from_db()
    issued, skipped = sorted((first, second), key=lambda batch: batch.skipped_count)  # Whichever job came first.
    assert (Grant.objects.count(), issued.issued_count, skipped.issued_count, skipped.skipped_count) == (2, 2, 0, 2)
    page = client.get(f"/hr/batches/{skipped.id}/")
    assert page.context["refused_page"].rows[0].reasons[0].code == "duplicate_of_earlier_import"
    assert "<h2>Refused and skipped rows</h2>" in page.content.decode()
    assert balance(skipped)["reserved"] == 9_960


def test_a_confirmation_with_another_hash_is_refused_and_grants_nothing(client: Client) -> None:
    batch = upload(client, sheet(("G01001", "phone-50", "1")), name="one.csv")
    response = client.post(f"/hr/batches/{batch.id}/confirm/", {"file_sha256": "0" * 64})
    batch.refresh_from_db()
    assert (response.status_code, batch.state, Grant.objects.count()) == (409, "ready", 0)


def test_a_discarded_file_can_not_be_confirmed(client: Client) -> None:
    batch = upload(client, sheet(("G01001", "phone-50", "1")), name="one.csv")
    client.post(f"/hr/batches/{batch.id}/discard/")
    response = confirm(client, batch)
    assert (response.status_code, Grant.objects.count()) == (409, 0)


def test_the_result_is_the_same_spreadsheet_with_status_reason_and_serial(client: Client) -> None:
    batch = upload(client, sheet(("G01001", "phone-50", "1"), ("G99999", "phone-50", "1")), name="two.csv")
    confirm(client, batch)
    work()
    header, good, refused = cells(b"".join(client.get(f"/hr/batches/{batch.id}/result/").streaming_content))  # type: ignore[attr-defined]
    assert header == (
        *("工号 Staff no.", "手机号 Phone", "邮箱 Email", "姓名 Name", "部门 Department", "权益编码 Benefit code", "数量 Quantity"),
        *("生效日期 Valid from", "失效日期 Valid until", "备注 Note", "状态 Status", "原因 Reason", "发放编号 Serial"),
    )
    assert (good[0], good[5], good[10], good[12]) == ("G01001", "phone-50", "Granted", Grant.objects.get().serial)
    assert refused[10:12] == (
        "Refused",
        "Staff no.: Nobody here has G99999. Check it, or allow new people to be created: they need a name. (member_not_found)",
    )


def test_undoing_takes_back_what_nobody_claimed_and_names_what_is_kept(client: Client) -> None:
    batch = upload(client, sheet(("G01001", "phone-50", "1"), ("G01002", "phone-50", "1")), name="two.csv")
    confirm(client, batch)
    work()
    kept, taken = Grant.objects.order_by("id")
    claim(kept)
    forecast = client.get(f"/hr/batches/{batch.id}/undo/").context["forecast"]
    assert (forecast.reversible, forecast.freed, forecast.kept) == (1, 4_980, 1)
    client.post(f"/hr/batches/{batch.id}/undo/", {"reason": "wrong month"})
    taken.refresh_from_db()
    page = client.get(f"/hr/batches/{batch.id}/")
    assert (taken.state, [grant.serial for grant in page.context["kept"]]) == ("revoked", [kept.serial])
    assert balance(batch) == {"available": 10_000_000 - 4_980, "reserved": 4_980, "spent": 0}


def test_undoing_needs_a_reason(client: Client) -> None:
    batch = upload(client, sheet(("G01001", "phone-50", "1")), name="one.csv")
    confirm(client, batch)
    work()
    response = client.post(f"/hr/batches/{batch.id}/undo/", {"reason": ""})
    batch.refresh_from_db()
    assert (response.status_code, batch.state) == (400, "done")


def test_a_file_that_can_not_be_read_says_why_and_grants_nothing(client: Client) -> None:
    batch = upload(client, "姓名,部门\n林超,研发".encode("utf-8-sig"), name="wrong.csv")
    page = client.get(f"/hr/batches/{batch.id}/")
    assert (batch.state, batch.problem) == ("failed", "header_missing")
    assert page.context["problem"] == (
        "The columns Benefit code / 权益编码 are missing. The first row that is not empty must hold the headers; it holds: 姓名, 部门."
    )


def test_one_enterprise_has_five_files_checked_at_once(client: Client) -> None:
    budget = client.get("/hr/batches/upload/").context["budgets"][0]
    content = sheet(("G01001", "phone-50", "1"))
    answers = [
        client.post("/hr/batches/upload/", {"file": SimpleUploadedFile("g.csv", content), "budget_id": str(budget.id)}).status_code
        for _file in range(6)
    ]
    work()
    freed = client.post("/hr/batches/upload/", {"file": SimpleUploadedFile("g.csv", content), "budget_id": str(budget.id)})
    assert (answers, freed.status_code) == ([302] * 5 + [429], 302)


def test_a_file_that_is_no_spreadsheet_is_refused_on_the_page(client: Client) -> None:
    budget = client.get("/hr/batches/upload/").context["budgets"][0]
    response = client.post("/hr/batches/upload/", {"file": SimpleUploadedFile("x.xlsx", b"%PDF-1.7 "), "budget_id": str(budget.id)})
    assert (response.status_code, Batch.objects.count()) == (422, 0)
    assert response.context["refused"] == "This is a PDF. Upload the spreadsheet that it was made from, as .xlsx or .csv."


def test_hidden_rows_must_be_ticked(client: Client) -> None:
    book = openpyxl.Workbook()
    book.active.append(["工号", "权益编码"])
    book.active.append(["G01001", "phone-50"])
    book.active.append(["G01002", "phone-50"])
    book.active.row_dimensions[3].hidden = True
    file = BytesIO()
    book.save(file)
    batch = upload(client, file.getvalue())
    refused = confirm(client, batch)
    assert (refused.status_code, Grant.objects.count()) == (400, 0)
    assert [tick.name for tick in refused.context["form"].ticks if tick.errors] == ["seen_hidden_rows"]
    assert confirm(client, batch, seen_hidden_rows="on").status_code == 302


def test_a_guessed_encoding_must_be_confirmed(client: Client) -> None:
    content = "工号,姓名,权益编码\nG01001,林超,phone-50".encode("gb18030")
    batch = upload(client, content, name="gbk.csv")
    refused = confirm(client, batch)
    assert (refused.status_code, client.get(f"/hr/batches/{batch.id}/").context["file"].sample[0]) == (400, "工号")
    assert confirm(client, batch, reads_right="on").status_code == 302


def test_unknown_people_are_created_where_that_was_ticked(client: Client, enterprise: Enterprise) -> None:
    content = sheet(("13911112222", "新同事", "phone-50"), header="手机号,姓名,权益编码")
    batch = upload(client, content, name="new.csv", creates_members="on")
    assert client.get(f"/hr/batches/{batch.id}/").context["new_people"] == 1
    confirm(client, batch)
    work()
    assert (Grant.objects.get().member.name, enterprise.members.count()) == ("新同事", 4)


def test_rows_beyond_the_budget_are_refused_and_told_in_money(client: Client) -> None:
    batch = upload(
        client, sheet(("G01001", "phone-50", "1000"), ("G01002", "phone-50", "1000"), ("G01003", "phone-50", "1000")), name="b.csv"
    )
    rows = client.get(f"/hr/batches/{batch.id}/").context["refused_page"].rows
    assert [(row.number, row.reasons[0].sentence) for row in rows] == [
        (4, "The budget does not reach for this row: ¥49,400.00 is missing. Raise the budget, or remove rows.")
    ]


def test_an_issuing_that_gave_up_is_continued_by_a_person(client: Client) -> None:
    batch = upload(client, sheet(("G01001", "phone-50", "1")), name="one.csv")
    confirm(client, batch)
    Job.objects.filter(name="benefits.issue_batch").update(state="failed")
    page = client.get(f"/hr/batches/{batch.id}/").content.decode()
    client.post(f"/hr/batches/{batch.id}/resume/")
    work()
    assert (f"/hr/batches/{batch.id}/resume/" in page, Grant.objects.count()) == (True, 1)


def being_undone(client: Client, monkeypatch: pytest.MonkeyPatch) -> Batch:
    """A batch of two whose undoing is left to a job that has not begun."""
    monkeypatch.setattr(undo, "AT_ONCE", 1)
    batch = upload(client, sheet(("G01001", "phone-50", "1"), ("G01002", "phone-50", "1")), name="two.csv")
    confirm(client, batch)
    work()
    client.post(f"/hr/batches/{batch.id}/undo/", {"reason": "wrong month"})
    return batch


def test_undoing_a_large_batch_shows_how_far_it_is(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = being_undone(client, monkeypatch)
    page = client.get(f"/hr/batches/{batch.id}/")
    assert (page.templates[0].name, page.context["job"].name) == ("hr/batch_undoing.html", "benefits.undo_batch")
    assert client.get(f"/hr/batches/{batch.id}/undo/").status_code == 302
    work()
    assert client.get(f"/hr/batches/{batch.id}/").templates[0].name == "hr/batch_undone.html"
    assert list(Grant.objects.values_list("state", flat=True)) == ["revoked", "revoked"]


def test_undoing_that_has_stopped_is_continued(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = being_undone(client, monkeypatch)
    Job.objects.filter(name=undo.JOB).update(attempts=5)
    work()
    page = client.get(f"/hr/batches/{batch.id}/").content.decode()
    assert "Undoing has stopped. 0 grants were taken back so far" in page
    client.post(f"/hr/batches/{batch.id}/undo/", {"reason": "wrong month"})
    work()
    batch.refresh_from_db()
    assert (batch.state, batch.reversed_count) == ("undone", 2)
