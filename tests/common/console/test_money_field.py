"""Amounts are typed in major units and kept in minor ones."""

import pytest
from django.core.exceptions import ValidationError

from common.console import MoneyField
from common.console.money_field import plain_amount


@pytest.mark.parametrize(("typed", "kept"), [("25.00", 2500), ("25", 2500), ("1,234.5", 123450), ("0", 0)])
def test_an_amount_is_kept_in_minor_units(typed: str, kept: int) -> None:
    assert MoneyField().clean(typed) == kept


@pytest.mark.parametrize("typed", ["25.005", "many", "-1", "NaN", "1e99"])
def test_an_amount_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        MoneyField().clean(typed)


def test_a_currency_without_decimals_takes_none() -> None:
    field = MoneyField()
    field.currency = "JPY"
    assert (field.clean("2500"), field.prepare_value(2500)) == (2500, "2500")


def test_what_is_shown_can_be_typed_again() -> None:
    assert plain_amount(250005, "CNY") == "2500.05"
    assert MoneyField().clean(plain_amount(250005, "CNY")) == 250005
