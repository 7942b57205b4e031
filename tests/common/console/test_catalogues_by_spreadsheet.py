"""Products by spreadsheet: seen before it is done, all rows or none, errors by row and column, nothing kept in between."""

import re
from io import BytesIO
from typing import Any

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from common.console.exchange.sealed_upload import SealedUpload, UploadStale
from common.feed import trail_of
from supply.models import Product
from tests.factories import make_brand, make_operator, make_product, make_user

HERE = "/ops/supply/product/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(make_operator("zhou", first_name="岚"), backend="members.staff_login.StaffBackend")
    return client


def bring(client: Client, *lines: str) -> Any:
    """Upload a file and see its preview."""
    file = SimpleUploadedFile("products.csv", "\n".join(lines).encode(), content_type="text/csv")
    return client.post(f"{HERE}import/", {"import_file": file, "format": "0", "resource": "0"})


def confirm(client: Client, preview: Any) -> Any:
    """Confirm what was previewed, with the fields that the page holds."""
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', preview.content.decode()))
    return client.post(f"{HERE}process_import/", fields)


def test_a_file_is_seen_before_anything_is_done(client: Client) -> None:
    make_brand("jd")
    page = bring(client, "商品编码,名称,类型,品牌,面值", "ecard-50,电子卡,code,jd,50.00")
    assert (page.context["result"].totals["new"], Product.objects.count()) == (1, 0)


def test_what_was_seen_is_done_once_confirmed_and_signed(client: Client) -> None:
    make_brand("jd")
    confirm(client, bring(client, "SKU,Name,Kind,Brand,Face value", "ecard-50,电子卡,code,jd,50.00"))
    product = Product.objects.get()
    assert (product.sku, product.face_value_minor, product.minimum_days_left) == ("ecard-50", 5000, 7)
    made, edited = trail_of([("product", product.pk)])
    assert (made.kind, made.data["after"]["sku"]) == ("product.made", "ecard-50")
    assert (edited.kind, edited.reason, edited.data["row"]) == ("product.edited", "by spreadsheet: products.csv", 2)


def test_one_bad_row_stops_all_and_is_named_by_row_and_column(client: Client) -> None:
    make_brand("jd")
    page = bring(client, "SKU,名称,类型,品牌,面值", "good,好,code,jd,1", "", "bad,坏,topup,nobody,12.345")
    wrong = {(row.number, name) for row in page.context["result"].invalid_rows for name in row.field_specific_errors}
    assert wrong == {(4, "brand"), (4, "face_value_minor"), (4, "account_kind")}
    assert "confirm_form" not in page.context
    assert Product.objects.count() == 0


def test_a_change_keeps_what_the_file_does_not_speak_of(client: Client) -> None:
    product = make_product(sku="ecard-50", code_pattern="[A-Z]{4}", currency="HKD")
    confirm(client, bring(client, "SKU,Face value", "ecard-50,12.50"))
    product.refresh_from_db()
    assert (product.face_value_minor, product.code_pattern, product.currency) == (1250, "[A-Z]{4}", "HKD")


def test_what_may_not_change_any_more_is_refused(client: Client) -> None:
    make_product(sku="ecard-50")
    page = bring(client, "SKU,Currency", "ecard-50,USD")
    (row,) = page.context["result"].invalid_rows
    assert row.field_specific_errors == {"currency": ["This can't be changed any more."]}


def test_a_formula_is_refused(client: Client) -> None:
    make_product(sku="ecard-50")
    page = bring(client, "SKU,Name", 'ecard-50,"=HYPERLINK(""http://evil.test"")"')
    assert list(page.context["result"].invalid_rows[0].field_specific_errors) == ["name"]


def test_a_file_that_is_no_spreadsheet_is_refused_in_words(client: Client) -> None:
    page = bring(client, "%PDF-1.7")
    assert list(page.context["form"].errors) == ["import_file"]
    assert "This is a PDF." in page.content.decode()


def test_an_upload_rests_nowhere_but_in_the_page(client: Client, tmp_path: Any, monkeypatch: Any) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    make_brand("jd")
    page = bring(client, "SKU,Name,Kind,Brand,Face value", "secret-sku,电子卡,code,jd,50.00")
    held = page.context["confirm_form"].initial["import_file_name"]
    assert (list(tmp_path.iterdir()), "secret-sku" in held) == ([], False)


def test_a_preview_that_was_altered_or_is_too_old_is_refused() -> None:
    upload = SealedUpload(label="supply.product")
    upload.save(b"SKU\nx")
    with pytest.raises(UploadStale):
        SealedUpload(label="supply.offer", name=upload.name).read()
    with pytest.raises(UploadStale):
        SealedUpload(label="supply.product", name=upload.name[:-4] + "AAAA").read()
    with time_machine.travel("2126-01-01"), pytest.raises(UploadStale):
        SealedUpload(label="supply.product", name=upload.name).read()
    assert SealedUpload(label="supply.product", name=upload.name).read() == b"SKU\nx"


def test_a_forged_confirmation_changes_nothing(client: Client) -> None:
    response = client.post(
        f"{HERE}process_import/", {"import_file_name": "AAAA", "original_file_name": "x", "format": "0", "resource": "0"}
    )
    assert (response["Location"], Product.objects.count()) == (HERE, 0)


def test_what_is_taken_away_computes_nothing(client: Client) -> None:
    make_product(sku="ecard-50", name="=1+1")
    content = client.get(f"{HERE}taken.xlsx").content
    sheet = openpyxl.load_workbook(BytesIO(content)).active
    assert sheet is not None
    cells = [cell.value for cell in sheet[2]]
    assert (cells[0], cells[1], sheet[2][1].data_type, cells[5]) == ("ecard-50", "=1+1", "s", "100.00")


def test_a_list_too_long_to_be_taken_at_once_is_not_cut_off(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("common.console.exchange.admin._MOST_TAKEN_AWAY", 1)
    make_product(sku="ecard-50")
    make_product(sku="ecard-60")
    page = client.get(f"{HERE}taken.xlsx", follow=True)
    assert [str(message) for message in page.context["messages"]] == ["That is more than 1 rows. Narrow the list, and take it in parts."]
    assert client.get(f"{HERE}taken.xlsx", {"q": "ecard-60"}).status_code == 200


def test_taking_many_asks_as_often_as_taking_one(client: Client) -> None:
    client.get(f"{HERE}taken.xlsx")  # The first request of a session asks more than those after it.
    counts = []
    for _n in range(2):
        make_product()
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{HERE}taken.xlsx")
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.alone("operators see every enterprise's")
def test_what_was_taken_away_can_be_brought_back(client: Client) -> None:
    make_product(sku="ecard-50", code_pattern="[A-Z]{4}")
    file = SimpleUploadedFile("back.xlsx", client.get(f"{HERE}taken.xlsx").content)
    page = client.post(f"{HERE}import/", {"import_file": file, "format": "0", "resource": "0"})
    assert page.context["result"].totals["skip"] == 1


def test_bringing_needs_the_right_to_add_and_to_change() -> None:
    client = Client()
    client.force_login(make_user(is_staff=True), backend="members.staff_login.StaffBackend")
    assert [client.get(f"{HERE}{page}").status_code for page in ("import/", "taken.xlsx", "template.xlsx")] == [403, 403, 403]
