"""Codes leave stock for good: void by a person, expired by the calendar."""

from datetime import UTC, date, datetime

import pytest

from common.feed import trail_of
from common.ids import new_id
from common.refusals import NotFound
from supply.models import Code
from supply.operations import expire_codes, void_code
from supply.operations.voiding import CodeIsGone, CodeIsHeld
from supply.tasks.stock import expire
from tests.factories import NOW, OPERATOR
from tests.supply.stocking import bring, code_of, issue, release, stock, take_in

pytestmark = pytest.mark.django_db

LAST_DAY = date(2026, 3, 31)
LAST_MOMENT = datetime(2026, 3, 31, 15, 59, 59, tzinfo=UTC)  # One second before midnight in Shanghai.
NEXT_DAY = datetime(2026, 3, 31, 16, 0, tzinfo=UTC)


def _stock_until(*days: date | None) -> None:
    lines = [f"{code_of(number)},{day or ''}" for number, day in enumerate(days)]
    release(take_in(bring("\n".join(["Code,Expires on", *lines]).encode())))


def test_a_void_code_says_who_and_why() -> None:
    stock(code_of(1))
    code = void_code(code_id=Code.objects.get().id, by=OPERATOR, at=NOW, reason="member says it is dead")
    assert (code.state, code.voided_at) == ("void", NOW)
    entry = trail_of([("code", code.id)])[-1]
    assert (entry.kind, entry.before, entry.actor, entry.reason) == ("code.void", "available", str(OPERATOR), "member says it is dead")


def test_a_code_that_somebody_has_is_not_voided_under_them() -> None:
    code = issue(stock(code_of(1)))
    for taken_from in (None, new_id()):
        with pytest.raises(CodeIsHeld):
            void_code(code_id=code.id, by=OPERATOR, at=NOW, taken_from=taken_from)
    assert Code.objects.get().state == "issued"


def test_a_code_that_is_taken_back_becomes_void_and_keeps_its_owner() -> None:
    code = issue(stock(code_of(1)))
    void_code(code_id=code.id, by=OPERATOR, at=NOW, taken_from=code.purpose_id)
    assert Code.objects.values_list("state", "purpose_id").get() == ("void", code.purpose_id)


def test_voiding_twice_is_voiding_once() -> None:
    stock(code_of(1))
    code_id = Code.objects.get().id
    for _time in range(2):
        void_code(code_id=code_id, by=OPERATOR, at=NOW)
    assert [entry.kind for entry in trail_of([("code", code_id)])] == ["code.void"]


def test_a_code_lives_through_its_last_day_and_no_longer() -> None:
    _stock_until(LAST_DAY)
    assert (expire_codes(at=LAST_MOMENT), Code.objects.get().state) == (0, "available")
    assert (expire_codes(at=NEXT_DAY), Code.objects.get().state) == (1, "expired")


def test_codes_without_a_last_day_and_codes_that_members_have_do_not_expire() -> None:
    _stock_until(LAST_DAY, None)
    issue(Code.objects.order_by("line_number")[0].lot)
    assert expire_codes(at=NEXT_DAY) == 0
    assert set(Code.objects.values_list("state", flat=True)) == {"issued", "available"}


def test_a_midnight_with_many_codes_takes_several_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("supply.operations.voiding.CODES_A_STEP", 2)
    monkeypatch.setattr("supply.tasks.stock.CODES_A_STEP", 2)
    _stock_until(*[LAST_DAY] * 5)
    expire(NEXT_DAY)
    assert Code.objects.filter(state="expired").count() == 5


def test_an_expired_code_is_not_voided() -> None:
    _stock_until(LAST_DAY)
    expire_codes(at=NEXT_DAY)
    with pytest.raises(CodeIsGone):
        void_code(code_id=Code.objects.get().id, by=OPERATOR, at=NEXT_DAY)


def test_an_unknown_code_is_not_found() -> None:
    with pytest.raises(NotFound):
        void_code(code_id=new_id(), by=OPERATOR, at=NOW)
