"""Amounts as people type them: ``25.00`` in the form, 2500 in the row."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db.models import Field
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextInputWidget

from common.money import PIECES, exponent, parse_minor

_MOST_MINOR = 10**15

# What the models say of their columns, and what is true of the field in front of them.
_HELP = {
    "In minor units.": _("For example 25.00."),
    "Per piece, in minor units.": _("Per piece, for example 25.00."),
}


def plain_amount(amount_minor: int, currency: str) -> str:
    """``plain_amount(250000, "CNY")`` is ``2500.00``: what a person would type."""
    places = 0 if currency == PIECES else exponent(currency)
    return f"{Decimal(amount_minor).scaleb(-places):.{places}f}"


class MoneyField(forms.CharField):
    """
    An amount in major units; its value is an integer of minor units.

    ``currency`` is set by the form that knows it; ``piece`` takes whole numbers.
    """

    currency = "CNY"

    def __init__(self, *, least: int = 0, **kwargs: Any) -> None:
        super().__init__(max_length=24, **kwargs)
        self.least = least
        self.widget.attrs.update({"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        if isinstance(value, int):
            return value
        text = super().to_python(value)
        if not text:
            return None
        try:
            return self._minor(text)
        except ValueError as error:
            raise ValidationError(_("Type an amount such as 25.00."), code="invalid") from error

    def run_validators(self, value: Any) -> None:
        """Of a number: the validators of a text field ask for its length."""
        if value is None:
            return
        if value < self.least:
            raise ValidationError(_("The amount can't be less than %(least)s."), params={"least": plain_amount(self.least, self.currency)})
        MaxValueValidator(_MOST_MINOR)(value)

    def prepare_value(self, value: Any) -> Any:
        return plain_amount(value, self.currency) if isinstance(value, int) else value

    def _minor(self, text: str) -> int:
        if self.currency == PIECES:
            return int(text.replace(",", ""))
        return parse_minor(text, self.currency)


def typed_in_major_units(db_field: Field, field: forms.Field | None) -> forms.Field | None:
    """A ``MoneyField`` in place of the form field of a column of minor units; any other field as it is."""
    if field is None or not db_field.name.endswith("_minor"):
        return field
    with translation.override(None):
        source = str(field.help_text)
    help_text = _HELP.get(source, field.help_text)
    return MoneyField(label=field.label, required=field.required, help_text=help_text, widget=UnfoldAdminTextInputWidget())
