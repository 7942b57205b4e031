"""A supplier's file arrives: what is read, what is refused at the door, and that it is sealed before it is kept."""

from functools import partial

import pytest

from common.ids import new_id
from common.refusals import NotFound
from common.scope import OWNER, within
from common.sheets.refused import FileRefused
from supply.models import Intake, IntakeChunk, Lot
from supply.operations import receive_file
from supply.operations.intake.refusals import FileBroughtBefore, OrderNotPlaced, PatternInvalid
from tests.common.sheets.workbooks import packed, parts, row, sheet
from tests.factories import NOW, OPERATOR, make_order_line, make_product
from tests.supply.stocking import bring, code_of, make_card_line, make_order_in, workbook_of

pytestmark = pytest.mark.django_db

CODE = code_of(1)


@pytest.mark.parametrize(
    "content",
    [
        f"Code,Card no.,Expires on\n{CODE},6201,2027-12-31\n".encode(),
        f"有效期;卡密;卡号\n2027-12-31;{CODE};6201\n".encode("gb18030"),
        f"\ufeff卡号\t卡密\t有效期\n6201\t{CODE}\t2027年12月31日\n".encode(),
        f"6201,{CODE}\n".encode(),
        f"{CODE}\n".encode(),
        workbook_of(["卡密", "卡号", "有效期"], [CODE, "6201", "2027-12-31"]),
    ],
)
def test_every_layout_that_suppliers_use_is_read(content: bytes) -> None:
    intake = bring(content)
    assert (intake.line_count, intake.good_count, intake.refused_count) == (1, 1, 0)


def test_a_lot_is_opened_with_a_number_of_the_day_and_a_key_of_its_own() -> None:
    first, second = bring([code_of(1)]), bring([code_of(2)])
    assert (first.lot.number, second.lot.number) == ("L20260302-0001", "L20260302-0002")
    assert first.lot.state == "receiving"
    with within(OWNER):
        assert bytes(first.lot.wrapped_key) != bytes(second.lot.wrapped_key)


def test_a_file_is_kept_in_sealed_chunks_until_it_is_checked() -> None:
    line = make_card_line()
    intake = receive_file(order_line_id=line.id, file_name="codes.txt", content=CODE.encode(), by=OPERATOR, at=NOW)
    with within(OWNER):
        sealed = bytes(IntakeChunk.objects.get(intake=intake).sealed)
    assert (Intake.objects.get().state, CODE.encode() in sealed, CODE.encode().hex() in sealed.hex()) == ("checking", False, False)


def test_the_same_file_twice_is_checked_once() -> None:
    line = make_card_line()
    assert bring([CODE], line=line).id == bring([CODE], line=line).id
    assert Lot.objects.count() == 1


def test_the_same_file_for_another_line_is_refused() -> None:
    bring([CODE])
    with pytest.raises(FileBroughtBefore):
        bring([CODE])
    assert Lot.objects.count() == 1


@pytest.mark.parametrize("state", ["draft", "received", "cancelled"])
def test_codes_come_in_only_for_an_order_that_waits_for_them(state: str) -> None:
    line = make_order_in(state)
    with pytest.raises(OrderNotPlaced):
        bring([CODE], line=line)
    assert (Lot.objects.count(), Intake.objects.count()) == (0, 0)


def test_a_pattern_that_is_none_is_named_before_anything_is_read() -> None:
    line = make_order_line(make_product("code", code_pattern="[A-Z"))
    with pytest.raises(PatternInvalid):
        bring([CODE], line=line)


def test_an_unknown_order_line_is_not_found() -> None:
    with pytest.raises(NotFound):
        receive_file(order_line_id=new_id(), file_name="codes.txt", content=CODE.encode(), by=OPERATOR, at=NOW)


def test_a_workbook_without_headers_is_refused_without_quoting_its_first_code() -> None:
    with pytest.raises(FileRefused) as refused:
        bring(workbook_of([CODE, "6201"]))
    assert refused.value.code == "header_missing"
    assert CODE not in str(refused.value) + refused.value.message


def test_a_file_name_keeps_no_control_character() -> None:
    intake = receive_file(order_line_id=make_card_line().id, file_name="a\x00b\n.txt", content=CODE.encode(), by=OPERATOR, at=NOW)
    assert Intake.objects.get(id=intake.id).file_name == "ab.txt"


def test_the_sheet_is_chosen_where_several_hold_codes() -> None:
    content = packed(parts({name: sheet(row("Code"), row(code_of(place))) for place, name in enumerate(("One", "Two"))}))
    choice = partial(receive_file, order_line_id=make_card_line().id, file_name="codes.xlsx", content=content, by=OPERATOR, at=NOW)
    with pytest.raises(FileRefused) as refused:
        choice()
    assert refused.value.code == "sheet_ambiguous"
    assert choice(sheet_name="Two").state == "checking"


def test_a_header_without_the_code_is_no_code() -> None:
    with pytest.raises(FileRefused) as refused:
        bring("序列号,激活码\nS1,ABCD1234\nS2,EFGH5678\n".encode())
    assert refused.value.code == "header_missing"
