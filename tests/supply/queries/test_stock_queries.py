"""What is in stock, counted three ways, each adding up to what came in."""

from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from common.ids import new_id
from common.money import format_minor
from supply.models import Code, Product
from supply.operations import commit_intake, discard_intake, quarantine_lot
from supply.operations.intake.committing import commit_next_chunk
from supply.queries import StockLine, stock_available, stock_by_lot, stock_by_product, stock_by_supplier
from tests.analytics.admin.world import sign_in
from tests.factories import NOW, OPERATOR, make_order_line, make_product, make_supplier
from tests.redemption.portal.visiting import words_of
from tests.supply.stocking import bring, code_of, issue, make_card_line, make_card_product, release, stock, take_in

pytestmark = pytest.mark.django_db


def _stock_in_every_state() -> Product:
    """Two lots of one product: 4 available, and one each reserved, issued, used, void and expired."""
    product = make_card_product()
    lots = [stock(*map(code_of, numbers), line=make_order_line(product)) for numbers in (range(7), range(10, 12))]
    issue(lots[0])
    Code.objects.filter(id=issue(lots[0]).id).update(revealed_at=NOW, used_at=NOW)
    rest = list(Code.objects.filter(lot=lots[0], state="available").order_by("line_number"))
    Code.objects.filter(id=rest[0].id).update(state="reserved", purpose_id=new_id())
    Code.objects.filter(id=rest[1].id).update(state="void", voided_at=NOW)
    Code.objects.filter(id=rest[2].id).update(state="expired")
    return product


def _counts(line: StockLine) -> tuple[int, ...]:
    assert line.received == line.available + line.reserved + line.issued + line.void + line.expired
    return (line.received, line.available, line.reserved, line.issued, line.revealed, line.used, line.void, line.expired)


@pytest.mark.alone("it counts the platform's stock")
def test_stock_by_product_adds_up_in_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    product, empty = _stock_in_every_state(), make_product("code")
    with django_assert_num_queries(1):
        lines = stock_by_product()
    assert {line.key: _counts(line) for line in lines} == {product.sku: (9, 4, 1, 2, 1, 1, 1, 1), empty.sku: (0,) * 8}


def test_stock_by_lot_adds_up_in_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    product = _stock_in_every_state()
    with django_assert_num_queries(1):
        lots = stock_by_lot(product.id)
    assert [(line.key, line.state, _counts(line)) for line in lots] == [
        ("L20260302-0001", "released", (7, 2, 1, 2, 1, 1, 1, 1)),
        ("L20260302-0002", "released", (2, 2, 0, 0, 0, 0, 0, 0)),
    ]


def test_a_lot_says_what_was_paid_for_codes_that_expired() -> None:
    product = make_card_product()
    lot = stock(*map(code_of, range(3)), line=make_order_line(product, cost_minor=9_500))
    expired = list(Code.objects.filter(lot=lot).values_list("id", flat=True)[:2])
    Code.objects.filter(id__in=expired).update(state="expired")
    assert [(line.lost_minor, line.currency) for line in stock_by_lot(product.id)] == [(19_000, "CNY")]


def test_the_stock_page_tells_what_was_shown_and_what_was_lost() -> None:
    product = _stock_in_every_state()
    page = words_of(sign_in().get(f"/ops/stock/{product.id}/", headers={"accept-language": "en"}).content.decode())
    lost = format_minor(stock_by_lot(product.id)[0].lost_minor, "CNY")
    assert "Issued 2 Of them shown 1 Of them used 1" in page
    assert f"{lost} were paid for codes that expired." in page


@pytest.mark.alone("it counts the platform's stock")
def test_stock_by_supplier_adds_up_in_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    supplier, idle = make_supplier(name="甲"), make_supplier(name="乙")
    stock(*map(code_of, range(3)), line=make_order_line(make_card_product(), supplier=supplier))
    stock(code_of(9), line=make_order_line(make_card_product(), supplier=supplier))
    with django_assert_num_queries(1):
        lines = stock_by_supplier()
    assert {line.name: _counts(line) for line in lines} == {idle.name: (0,) * 8, supplier.name: (4, 4, 0, 0, 0, 0, 0, 0)}


@pytest.mark.alone("it counts the platform's stock")
def test_stock_adds_up_while_a_file_is_being_taken_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("supply.operations.intake.committing.CODES_A_STEP", 2)
    intake = bring(map(code_of, range(5)))
    commit_intake(intake_id=intake.id, by=OPERATOR, at=NOW)
    for expected in (2, 4, 5, 5):
        commit_next_chunk(intake.id, by=OPERATOR, at=NOW)
        assert [_counts(line)[:2] for line in stock_by_product()] == [(expected, expected)]


def test_a_discarded_lot_is_no_stock() -> None:
    line = make_card_line()
    discard_intake(intake_id=bring([code_of(1)], line=line).id, by=OPERATOR, at=NOW)
    assert stock_by_lot(line.product_id) == []


def test_only_released_codes_are_available_to_members() -> None:
    held, given, none = make_card_product(), make_card_product(), make_card_product()
    quarantine_lot(lot_id=stock(code_of(1), line=make_order_line(held)).id, by=OPERATOR, at=NOW)
    stock(code_of(2), code_of(3), line=make_order_line(given))
    assert stock_available([held.id, given.id, none.id]) == {held.id: 0, given.id: 2, none.id: 0}
    assert stock_available([]) == {}


def test_codes_with_too_few_days_left_are_not_available() -> None:
    product = make_card_product(minimum_days_left=7)
    day = date(2026, 5, 1)
    content = f"Code,Expires on\n{code_of(1)},{day}\n{code_of(2)},\n"
    release(take_in(bring(content.encode(), line=make_order_line(product))))
    assert stock_available([product.id], on=day - timedelta(days=7)) == {product.id: 2}
    assert stock_available([product.id], on=day - timedelta(days=6)) == {product.id: 1}
