"""Purchase orders: raised, placed, cancelled, and never with a supplier that may not be bought from."""

from datetime import date
from typing import Any

import pytest

from common.feed import trail_of
from common.ids import new_id
from common.refusals import NotFound
from supply.models import OrderLine, PurchaseOrder, Supplier
from supply.operations import Wanted, cancel_order, discard_intake, place_order, raise_order, resume_supplier, suspend_supplier
from supply.operations.orders import OrderCannotMove, OrderEmpty, OrderHasLots
from supply.rules.buying import OutOfContract, SupplierSuspended
from tests.factories import NOW, OPERATOR, make_supplier
from tests.supply.stocking import bring, code_of, make_card_product

pytestmark = pytest.mark.django_db


def _raise(supplier: Supplier | None = None) -> PurchaseOrder:
    wanted = [Wanted(make_card_product().id, 500, 9_000)]
    return raise_order(supplier_id=(supplier or make_supplier()).id, lines=wanted, by=OPERATOR, at=NOW, note="spring")


def test_an_order_is_drafted_with_a_number_of_the_day() -> None:
    first, second = _raise(), _raise()
    assert (first.number, second.number, first.state, first.note) == ("PO20260302-0001", "PO20260302-0002", "draft", "spring")
    assert OrderLine.objects.filter(order=first).values_list("quantity", "cost_minor", "currency").get() == (500, 9_000, "CNY")


def test_a_placed_order_says_when_and_by_whom() -> None:
    order = place_order(order_id=_raise().id, by=OPERATOR, at=NOW)
    assert (order.state, order.ordered_at) == ("ordered", NOW)
    assert [(e.kind, e.actor) for e in trail_of([("order", order.id)])] == [
        ("order.raised", str(OPERATOR)),
        ("order.ordered", str(OPERATOR)),
    ]


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"state": "suspended"}, SupplierSuspended),
        ({"contract_ends_on": date(2026, 3, 1)}, OutOfContract),
        ({"contract_starts_on": date(2026, 3, 3)}, OutOfContract),
    ],
)
def test_nothing_is_ordered_from_a_supplier_that_may_not_be_bought_from(fields: dict[str, Any], refusal: type[Exception]) -> None:
    supplier = make_supplier()
    order = _raise(supplier)
    Supplier.objects.filter(id=supplier.id).update(**fields)
    with pytest.raises(refusal):
        _raise(supplier)
    with pytest.raises(refusal):
        place_order(order_id=order.id, by=OPERATOR, at=NOW)
    assert list(PurchaseOrder.objects.values_list("state", flat=True)) == ["draft"]


def test_a_suspended_supplier_is_bought_from_again_once_it_is_resumed() -> None:
    supplier = make_supplier()
    suspend_supplier(supplier_id=supplier.id, by=OPERATOR, at=NOW, reason="dead codes")
    suspend_supplier(supplier_id=supplier.id, by=OPERATOR, at=NOW)
    resume_supplier(supplier_id=supplier.id, by=OPERATOR, at=NOW)
    assert _raise(supplier).state == "draft"
    moves = [(entry.kind, entry.reason) for entry in trail_of([("supplier", supplier.id)]) if entry.after]
    assert moves == [("supplier.registered", ""), ("supplier.suspended", "dead codes"), ("supplier.active", "")]


def test_an_order_without_lines_is_neither_raised_nor_placed() -> None:
    supplier = make_supplier()
    with pytest.raises(OrderEmpty):
        raise_order(supplier_id=supplier.id, lines=[], by=OPERATOR, at=NOW)
    bare = PurchaseOrder.objects.create(number="PO-bare", supplier=supplier)
    with pytest.raises(OrderEmpty):
        place_order(order_id=bare.id, by=OPERATOR, at=NOW)


def test_an_order_is_cancelled_before_anything_came() -> None:
    order = place_order(order_id=_raise().id, by=OPERATOR, at=NOW)
    assert cancel_order(order_id=order.id, by=OPERATOR, at=NOW).state == "cancelled"
    with pytest.raises(OrderCannotMove):
        place_order(order_id=order.id, by=OPERATOR, at=NOW)


def test_an_order_is_not_cancelled_while_codes_come_in_for_it() -> None:
    order = place_order(order_id=_raise().id, by=OPERATOR, at=NOW)
    intake = bring([code_of(1)], line=order.lines.get())
    with pytest.raises(OrderHasLots):
        cancel_order(order_id=order.id, by=OPERATOR, at=NOW)
    discard_intake(intake_id=intake.id, by=OPERATOR, at=NOW)
    assert cancel_order(order_id=order.id, by=OPERATOR, at=NOW).state == "cancelled"


def test_what_is_unknown_is_not_found() -> None:
    with pytest.raises(NotFound):
        raise_order(supplier_id=new_id(), lines=[], by=OPERATOR, at=NOW)
    for act in (place_order, cancel_order):
        with pytest.raises(NotFound):
            act(order_id=new_id(), by=OPERATOR, at=NOW)
    for move in (suspend_supplier, resume_supplier):
        with pytest.raises(NotFound):
            move(supplier_id=new_id(), by=OPERATOR, at=NOW)
