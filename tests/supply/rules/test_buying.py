"""From whom we may buy."""

from datetime import date

import pytest

from supply.rules.buying import OutOfContract, Standing, SupplierSuspended, is_buyable, refuse_unless_buyable

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
UNDER_CONTRACT = Standing("供应商", "active", FIRST, LAST)


@pytest.mark.parametrize("today", [FIRST, date(2026, 6, 1), LAST])
def test_both_ends_of_the_contract_are_in_it(today: date) -> None:
    assert is_buyable(UNDER_CONTRACT, today=today) is True


@pytest.mark.parametrize("today", [date(2025, 12, 31), date(2027, 1, 1)])
def test_outside_its_contract_nothing_is_bought(today: date) -> None:
    with pytest.raises(OutOfContract):
        refuse_unless_buyable(UNDER_CONTRACT, today=today)


def test_no_dates_are_no_bounds() -> None:
    assert is_buyable(Standing("供应商", "active", None, None), today=FIRST) is True


def test_from_a_suspended_supplier_nothing_is_bought() -> None:
    with pytest.raises(SupplierSuspended):
        refuse_unless_buyable(Standing("供应商", "suspended", FIRST, LAST), today=FIRST)
