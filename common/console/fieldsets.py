"""Arranging a page's fields, and giving them the form in which people type."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import DateTimeField, Field, TextField, URLField

from common.console.forms import MomentInput
from common.console.money_field import typed_in_major_units

Arrange = Callable[[Any], Any]


def arranged(fieldsets: Any, arrange: Arrange) -> list[tuple[Any, dict[str, Any]]]:
    """The fieldsets with each field as ``arrange`` returns it; ``None`` leaves it out, and what is left empty falls away."""
    kept = []
    for title, options in fieldsets:
        lines = [line for line in (_line(item, arrange) for item in options["fields"]) if line]
        if lines:
            kept.append((title, {**options, "fields": lines}))
    return kept


def _line(item: Any, arrange: Arrange) -> Any:
    if not isinstance(item, list | tuple):
        return arrange(item)
    names = [name for name in map(arrange, item) if name is not None]
    return names[0] if len(names) == 1 else tuple(names)


def more_of(db_field: Field) -> dict[str, Any]:
    """What a field's own form field must be told: an address without a scheme is meant to be https."""
    return {"assume_scheme": "https"} if isinstance(db_field, URLField) else {}


def typed_as_people_do(db_field: Field, field: forms.Field | None) -> forms.Field | None:
    """Amounts in major units; a moment in one field; a text of some lines, not of a page."""
    if isinstance(db_field, DateTimeField) and field is not None:
        return forms.DateTimeField(label=field.label, required=field.required, help_text=field.help_text, widget=MomentInput(dressed=True))
    if isinstance(db_field, TextField) and field is not None and isinstance(field.widget, forms.Textarea):
        field.widget.attrs["rows"] = 3
    return typed_in_major_units(db_field, field)
