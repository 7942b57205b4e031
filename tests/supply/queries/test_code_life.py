"""The life of one code, from the purchase order to the member who has it."""

import pytest
from pytest_django import DjangoAssertNumQueries

from common.ids import new_id
from common.refusals import NotFound
from supply.operations import Wanted, open_code_for, place_order, raise_order
from supply.queries import life_of_code
from tests.factories import NOW, OPERATOR, make_supplier
from tests.supply.stocking import bring, code_of, issue, make_card_product, release, take_in

pytestmark = pytest.mark.django_db


def test_a_code_tells_where_it_came_from_and_every_move(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    supplier, product = make_supplier(), make_card_product()
    order = raise_order(supplier_id=supplier.id, lines=[Wanted(product.id, 1, 8_800)], by=OPERATOR, at=NOW)
    place_order(order_id=order.id, by=OPERATOR, at=NOW)
    code = issue(release(take_in(bring([code_of(1)], line=order.lines.get(), name="march.txt"))))
    open_code_for(code_id=code.id, purpose_id=code.purpose_id or new_id(), by=OPERATOR, at=NOW)
    with django_assert_num_queries(2):
        life = life_of_code(code.id)
    origin = life.origin
    assert (origin.supplier, origin.order_number, origin.cost_minor, origin.file_name) == (supplier.name, order.number, 8_800, "march.txt")
    assert (origin.lot_number, origin.line_number, origin.brought_by) == ("L20260302-0001", 1, str(OPERATOR))
    assert (life.masked, life.state, life.member_id, life.purpose_id) == ("····0001", "issued", code.member_id, code.purpose_id)
    assert [entry.kind for entry in life.trail] == [
        *("order.raised", "order.ordered"),
        *("lot.opened", "intake.uploaded", "intake.ready", "intake.committing", "lot.quarantined", "intake.done", "order.received"),
        *("lot.released", "code.issued", "code.revealed"),
    ]


def test_the_life_of_a_code_never_tells_the_code() -> None:
    code = issue(release(take_in(bring([code_of(123456789012)]))))
    assert "1234" not in repr(life_of_code(code.id)).replace(str(code.id), "")


def test_an_unknown_code_is_not_found() -> None:
    with pytest.raises(NotFound):
        life_of_code(new_id())
