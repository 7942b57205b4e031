"""The forms of the consoles: unfold's looks on plain Django forms, and amounts that know their currency."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from unfold.widgets import (
    FILE_CLASSES,
    INPUT_CLASSES,
    SELECT_CLASSES,
    SWITCH_CLASSES,
    TEXTAREA_CLASSES,
)

from common.console import scope
from common.console.money_field import MoneyField

_CLASSES: list[tuple[type[forms.Widget], list[str]]] = [
    (forms.CheckboxInput, SWITCH_CLASSES),
    (forms.FileInput, FILE_CLASSES),
    (forms.Textarea, TEXTAREA_CLASSES),
    (forms.Select, SELECT_CLASSES),
    (forms.widgets.Input, INPUT_CLASSES),
]


class MoneyForm:
    """Mixed into a form: every ``MoneyField`` reads in the currency that the form's ``currency_field`` says."""

    currency_field = "currency"
    fields: dict[str, forms.Field]

    def tell_currency(self, currency: str) -> None:
        for field in self.fields.values():
            if isinstance(field, MoneyField):
                field.currency = currency


class ConsoleModelForm(MoneyForm, forms.ModelForm):
    """A row's form. The currency is the one typed, else the row's."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        typed = self.data.get(self.add_prefix(self.currency_field)) if self.is_bound else None
        self.tell_currency(typed or getattr(self.instance, self.currency_field, None) or "CNY")

    def _post_clean(self) -> None:
        """What was typed goes into the row only if nothing is wrong with it: a page that refuses shows beside its fields what is kept."""
        kept = {field.attname: self.instance.__dict__[field.attname] for field in self._kept_columns()}
        super()._post_clean()  # type: ignore[misc]  # Django's own hook; its stubs leave it out.
        if self.errors:
            for name, value in kept.items():
                setattr(self.instance, name, value)

    def _kept_columns(self) -> list[Any]:
        return [field for field in self.instance._meta.concrete_fields if field.attname in self.instance.__dict__]

    def add_faults(self, faults: Mapping[str, Any]) -> None:
        """What a rule found wrong, beside the fields it means; above the form where a field is not there."""
        for name, sentence in faults.items():
            if name not in self.errors:
                self.add_error(name if name in self.fields else None, sentence)


class DropInput(forms.FileInput):
    """A file to choose, or to drop on a wide target."""

    template_name = "console/drop_input.html"

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any = None) -> SafeString:
        """By the pages' own engine: the forms' engine does not look into the project's templates."""
        return mark_safe(render_to_string(template_name, context))  # noqa: S308 - the template escapes.


class MomentInput(forms.DateTimeInput):
    """A day and a time in one field, picked with the browser's own calendar."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None, *, dressed: bool = False) -> None:
        looks = {"class": " ".join(INPUT_CLASSES)} if dressed else {}
        super().__init__(attrs={**looks, **(attrs or {})}, format="%Y-%m-%dT%H:%M")


class ActForm(MoneyForm, forms.Form):
    """
    What a person adds to an act. Subclasses declare fields; each becomes a keyword of the operation.

    ``self.obj`` is the row acted on (``None`` for an act of a list), ``self.request`` whose act it is.
    """

    def __init__(self, *args: Any, request: Any = None, obj: Any = None, **kwargs: Any) -> None:
        self.request, self.obj = request, obj
        super().__init__(*args, **kwargs)
        self.prepare()
        self._keep_to_scope()
        for field in self.fields.values():
            dress(field)

    def _keep_to_scope(self) -> None:
        """Rows to choose from are those that the person may see."""
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField) and self.request is not None and field.queryset is not None:
                field.queryset = scope.cut(field.queryset, self.request, path=scope.path_of(field.queryset.model))

    def prepare(self) -> None:
        """Narrow choices, set initial values and currencies: for subclasses."""


def dress(field: forms.Field) -> None:
    """Give a field's widget unfold's looks."""
    for kind, classes in _CLASSES:
        if isinstance(field.widget, kind) and not isinstance(field.widget, forms.HiddenInput | DropInput):
            field.widget.attrs["class"] = " ".join([*classes, field.widget.attrs.get("class", "")]).strip()
            return
