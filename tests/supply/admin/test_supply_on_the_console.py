"""Supply as operators work it: drafts, orders, files, lots; secrets go in and never come out."""

import re
import zipfile
from datetime import timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from common import clock
from common.console import job_of
from common.feed import trail_of
from common.jobs.models import Job
from common.sheets.reasons import sentence
from supply.models import Attempt, Callback, Credential, Intake, Lot, OrderLine, PurchaseOrder, Supplier, TopUp
from supply.rules.days import home_day
from tests.analytics.admin.world import make_world, sign_in
from tests.factories import make_offer, make_product, make_supplier
from tests.supply.stocking import bring, code_of, make_card_line, make_order_in, run_jobs

pytestmark = pytest.mark.django_db
NO_LINES = {"lines-TOTAL_FORMS": "0", "lines-INITIAL_FORMS": "0"}
NO_KEYS = {"credentials-TOTAL_FORMS": "0", "credentials-INITIAL_FORMS": "0"}


@pytest.fixture
def client() -> Client:
    return sign_in()


def _supplier_form(**fields: str) -> dict[str, str]:
    return {"name": "恒通", "slug": "hengtong", "kind": "agent", **NO_KEYS, **fields}


def test_a_supplier_is_registered_with_a_key_that_is_never_shown(client: Client) -> None:
    keys = {
        "credentials-TOTAL_FORMS": "1",
        "credentials-INITIAL_FORMS": "0",
        "credentials-0-key_id": "k1",
        "credentials-0-secret": "hush",
        "credentials-0-is_active": "on",
    }
    client.post("/ops/supply/supplier/add/", _supplier_form(**keys))
    supplier = Supplier.objects.get()
    assert Credential.objects.get().secret == "hush"
    assert "hush" not in client.get(f"/ops/supply/supplier/{supplier.pk}/change/").content.decode()


def test_a_supplier_whose_contract_is_over_is_not_called_active(client: Client) -> None:
    yesterday = home_day(clock.now()) - timedelta(days=1)
    ended, running = make_supplier(contract_ends_on=yesterday), make_supplier(contract_starts_on=yesterday)
    pages = [client.get(f"/ops/supply/supplier/{supplier.pk}/change/").content.decode() for supplier in (ended, running)]
    assert ["Out of contract" in page for page in pages] == [True, False]
    assert client.get("/ops/supply/supplier/").content.decode().count("Out of contract") == 1


def test_an_empty_secret_keeps_the_one_there_is(client: Client) -> None:
    supplier = make_supplier(secret="hush")
    key = Credential.objects.get()
    keys = {
        "credentials-TOTAL_FORMS": "1",
        "credentials-INITIAL_FORMS": "1",
        "credentials-0-id": str(key.pk),
        "credentials-0-supplier": str(supplier.pk),
        "credentials-0-key_id": "renamed",
        "credentials-0-secret": "",
        "credentials-0-is_active": "on",
    }
    client.post(f"/ops/supply/supplier/{supplier.pk}/change/", _supplier_form(**keys))
    key.refresh_from_db()
    assert (key.key_id, key.secret) == ("renamed", "hush")


def test_a_contract_that_ends_before_it_starts_is_refused_beside_its_field(client: Client) -> None:
    dates = {"contract_starts_on": "2026-02-01", "contract_ends_on": "2026-01-01"}
    page = client.post("/ops/supply/supplier/add/", _supplier_form(**dates))
    assert list(page.context["adminform"].form.errors) == ["contract_ends_on"]


def test_a_top_up_without_an_account_is_refused_in_words(client: Client) -> None:
    product = make_product("topup")
    page = client.post(f"/ops/supply/product/{product.pk}/change/", {"name": "x", "brand": str(product.brand_id), "face_value_minor": "1"})
    assert page.context["adminform"].form.errors["account_kind"] == ["A top-up needs an account to land on."]


def test_a_price_is_typed_in_yuan_and_its_history_kept(client: Client) -> None:
    offer = make_offer(cost_minor=9_000)
    form = {"supplier_sku": offer.supplier_sku, "cost_minor": "88.50", "minimum_quantity": "1", "priority": "5", "is_active": "on"}
    client.post(f"/ops/supply/offer/{offer.pk}/change/", {**form, "prices-TOTAL_FORMS": "0", "prices-INITIAL_FORMS": "0"})
    offer.refresh_from_db()
    assert (offer.cost_minor, list(offer.prices.order_by("id").values_list("cost_minor", flat=True))) == (8_850, [9_000, 8_850])


def test_an_order_is_drafted_with_its_lines_and_a_number(client: Client) -> None:
    line = {"lines-0-product": str(make_product().pk), "lines-0-quantity": "100", "lines-0-cost_minor": "97.50", "lines-0-currency": "CNY"}
    form = {"supplier": str(make_supplier().pk), "lines-TOTAL_FORMS": "1", "lines-INITIAL_FORMS": "0", **line}
    client.post("/ops/supply/purchaseorder/add/", form)
    order = PurchaseOrder.objects.get()
    assert (order.number[:2], order.state, order.lines.get().cost_minor) == ("PO", "draft", 9_750)


def test_a_placed_orders_lines_can_not_be_changed(client: Client) -> None:
    line = make_card_line(100)
    form = {
        "invoice": "F-1",
        "lines-TOTAL_FORMS": "1",
        "lines-INITIAL_FORMS": "1",
        "lines-0-id": str(line.pk),
        "lines-0-order": str(line.order_id),
        "lines-0-quantity": "1",
        "lines-0-cost_minor": "0.01",
    }
    client.post(f"/ops/supply/purchaseorder/{line.order_id}/change/", form)
    line.refresh_from_db()
    assert (line.order.invoice, line.quantity, line.cost_minor) == ("F-1", 100, 9_000)


def test_a_changed_line_stands_in_the_orders_trail_and_the_order_was_held(client: Client) -> None:
    line = make_order_in("draft")
    form = {
        "lines-TOTAL_FORMS": "1",
        "lines-INITIAL_FORMS": "1",
        "lines-0-id": str(line.pk),
        "lines-0-order": str(line.order_id),
        "lines-0-product": str(line.product_id),
        "lines-0-quantity": "7",
        "lines-0-cost_minor": "90.00",
        "lines-0-currency": "CNY",
    }
    with CaptureQueriesContext(connection) as queries:
        client.post(f"/ops/supply/purchaseorder/{line.order_id}/change/", form)
    line.refresh_from_db()
    edits = [entry.data for entry in trail_of([("order", line.order_id)]) if entry.kind == "order.edited"]
    assert (line.quantity, edits) == (7, [{"rows": "orderline", "added": 0, "changed": 1, "removed": 0}])
    assert any("FOR NO KEY UPDATE" in query["sql"] and "purchaseorder" in query["sql"] for query in queries)


def _bring_file(client: Client, line: OrderLine, *codes: str) -> Any:
    file = SimpleUploadedFile("codes.txt", "\n".join(codes).encode())
    return client.post(
        f"/ops/supply/purchaseorder/{line.order_id}/act/receive/", {"act": "receive", "order_line_id": str(line.pk), "file": file}
    )


def test_a_file_of_codes_is_brought_seen_committed_and_released(client: Client) -> None:
    line = make_card_line()
    good = [code_of(number) for number in range(1, 9)]
    response = _bring_file(client, line, *good, code_of(8), "wrong")
    run_jobs()
    intake = Intake.objects.get()
    page = client.get(response["Location"])
    assert (page.context["seen"].good, [line.reason for line in page.context["lines"]]) == (8, ["duplicate_in_file", "malformed"])
    client.post(f"/ops/supply/intake/{intake.pk}/act/commit/", {"act": "commit"})
    run_jobs()
    client.post(f"/ops/supply/lot/{intake.lot_id}/act/release/", {"act": "release", "reason": "sample verified"})
    assert (Lot.objects.get().state, Lot.objects.get().received_count) == ("released", 8)


def test_a_file_that_can_not_be_read_is_refused_on_the_page(client: Client) -> None:
    response = _bring_file(client, make_card_line(), "%PDF-1.7")
    assert (response.status_code, "PDF" in response.context["refused"], Intake.objects.count()) == (422, True, 0)


def test_refused_lines_can_be_taken_away_without_their_codes(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("supply.queries.intakes._PIECE", 2)
    intake = bring([code_of(1), *[code_of(1)] * 5])
    answer: Any = client.get(f"/ops/supply/intake/{intake.pk}/refused.xlsx", headers={"accept-language": "en"})
    content = b"".join(answer.streaming_content)
    rows = list(openpyxl.load_workbook(BytesIO(content)).active.iter_rows(values_only=True))[1:]
    said = sentence("duplicate_in_file", {"row": 1})
    assert rows == [(str(line), "duplicate_in_file", said, "····0001") for line in range(2, 7)]
    assert code_of(1).encode() not in zipfile.ZipFile(BytesIO(content)).read("xl/worksheets/sheet1.xml")


def test_refused_lines_are_told_in_the_language_of_whoever_asked(client: Client) -> None:
    intake = bring([code_of(1), code_of(1)])
    answer: Any = client.get(f"/ops/supply/intake/{intake.pk}/refused.xlsx", headers={"accept-language": "zh-hans"})
    with override("en"):
        content = b"".join(answer.streaming_content)
    with override("zh-hans"):
        said = sentence("duplicate_in_file", {"row": 1})
    assert openpyxl.load_workbook(BytesIO(content)).active["C2"].value == said


def test_how_far_a_file_is_can_be_asked_by_a_program(client: Client) -> None:
    intake = bring([code_of(1)])
    job = job_of("supply.check_intake", intake.pk)
    assert job is not None
    facts = client.get(f"/ops/jobs/{job.pk}/", headers={"accept": "application/json"}).json()
    assert (facts["state"], facts["percent"], facts["done"]) == ("done", 100, facts["total"])


def test_progress_renews_itself_and_ends_with_one_refresh(client: Client) -> None:
    line = make_card_line()
    _bring_file(client, line, code_of(1))
    address = f"/ops/jobs/{Job.objects.get().pk}/"
    running = client.get(address, headers={"hx-request": "true"})
    run_jobs()
    finished = client.get(address, headers={"hx-request": "true"})
    assert ("every 1s" in running.content.decode(), "HX-Refresh" in running) == (True, False)
    assert ("every 1s" in finished.content.decode(), finished["HX-Refresh"]) == (False, "true")


def test_attempts_and_callbacks_are_told_once_each_and_in_words(client: Client) -> None:
    topup = make_world().unknown
    Attempt.objects.filter(topup=topup).update(detail="rate_limited HTTP 429")
    Callback.objects.filter(topup=topup).update(claimed_status="failed")
    page = client.get(f"/ops/supply/topup/{topup.pk}/change/").content.decode()
    told = ("we asked too often (rate_limited HTTP 429)", "Order", "e-1")
    assert [len(re.findall(rf">\s*{re.escape(words)}\s*<", page)) for words in told] == [1, 1, 1]


def test_the_list_of_callbacks_says_what_they_claim_in_words(client: Client) -> None:
    Callback.objects.filter(topup=make_world().unknown).update(claimed_status="processing")
    page = client.get("/ops/supply/callback/").content.decode()
    assert (page.count("on its way"), page.count("processing<")) == (1, 0)


def test_order_that_needs_a_person_stands_with_the_unknown_ones_although_the_supplier_still_works_on_it(client: Client) -> None:
    topup = make_world().unknown
    TopUp.objects.filter(pk=topup.pk).update(state="processing", unknown_since=None, submitted_at=clock.now() - timedelta(hours=25))
    assert topup.reference not in client.get("/ops/unknown/").content.decode()
    TopUp.objects.filter(pk=topup.pk).update(escalated_at=clock.now())
    page = client.get("/ops/unknown/").content.decode()
    assert (topup.reference in page, page.count("needs a person"), page.count("1\xa0day, 1\xa0hour")) == (True, 1, 1)


def test_settling_by_hand_says_who_confirmed_it(client: Client) -> None:
    topup = make_world().unknown
    form = {"act": "settle", "succeeded": "no", "reason": "called Ms Li, order 7 was refused"}
    client.post(f"/ops/supply/topup/{topup.pk}/act/settle/", form)
    assert TopUp.objects.get(pk=topup.pk).state == "failed"
