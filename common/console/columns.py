"""Columns and fields as people read them: states as labels, amounts in major units, ids as links."""

from collections.abc import Callable, Collection
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import DateField, DateTimeField, Model
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from common.console.tones import state_chip
from common.console.words import in_words
from common.money import format_minor

Column = Callable[..., Any]
_STATE = _("state")
_AMOUNTS = {
    "cost_minor": _("cost"),
    "max_cost_minor": _("highest cost accepted"),
    "face_value_minor": _("face value"),
    "price_minor": _("price to the enterprise"),
    "perceived_minor": _("perceived value"),
    "minimum_spend_minor": _("minimum spend"),
}


def state(field: str = "state", label: str | Promise = _STATE) -> Column:
    """A state as a coloured label in the reader's language."""

    @display(description=label, empty_value="—")
    def shown(obj: Model) -> SafeString | None:
        value = getattr(obj, field)
        return state_chip(value, getattr(obj, f"get_{field}_display")()) if value else None

    return _named(shown, f"{field}_chip")


def words(field: str, label: str | Promise) -> Column:
    """What is kept as a word of the program's, in the reader's language."""

    @display(description=label, empty_value="—")
    def shown(obj: Model) -> str | None:
        value = getattr(obj, field)
        return in_words(value) if value else None

    return _named(shown, f"{field}_in_words")


def money(field: str, label: str | Promise = "", *, currency: str = "currency") -> Column:
    """Minor units and their currency (a path such as ``budget__unit``) as one amount: ``¥25.00``."""

    @display(description=label or _AMOUNTS.get(field, field.removesuffix("_minor").replace("_", " ")), empty_value="—")
    def shown(obj: Model) -> SafeString | None:
        amount = getattr(obj, field)
        return None if amount is None else figure(format_minor(amount, _of(obj, currency)))

    return _named(shown, f"{field}_shown")


def count(field: str, label: str | Promise) -> Column:
    """A number with separators, set in figures of one width."""

    @display(description=label, empty_value="—")
    def shown(obj: Model) -> SafeString | None:
        number = _of(obj, field)
        return None if number is None else figure(f"{number:,}")

    return _named(shown, f"{field}_shown")


def moment(field: str, label: str | Promise) -> Column:
    """A time to the minute in the reader's zone, short enough for a column: ``2026-03-02 10:00``."""

    @display(description=label, empty_value="—")
    def shown(obj: Model) -> SafeString | None:
        at = _of(obj, field)
        if at is None:
            return None
        local = timezone.localtime(at)
        # The time goes below the day where the column is narrow.
        return format_html('{} <span class="q-muted">{}</span>', figure(f"{local:%Y-%m-%d}"), figure(f"{local:%H:%M}"))

    return _named(shown, f"{field}_shown")


def link(field: str, model: str, label: str | Promise, *, site: str = "ops") -> Column:
    """A plain id of another house as a link to its page."""
    options = apps.get_model(model)._meta
    address = f"{site}:{options.app_label}_{options.model_name}_change"

    @display(description=label, empty_value="—")
    def shown(obj: Model) -> SafeString | None:
        row_id = _of(obj, field)
        if row_id is None:
            return None
        return format_html('<a class="q-link q-mono" href="{}">…{}</a>', reverse(address, args=[row_id]), str(row_id)[-8:])

    return _named(shown, f"{field}_link")


def day(field: str, label: str | Promise) -> Column:
    """A day, written alike in every language."""

    @display(description=label, empty_value="—")
    def shown(obj: Model) -> SafeString | None:
        on = _of(obj, field)
        return None if on is None else figure(on.isoformat())

    return _named(shown, f"{field}_shown")


def readable(name: Any, options: Any, open_fields: Collection[str] = ()) -> Any:
    """A field's name; or, for an amount or a time that can't be typed here, the column that writes it out."""
    if not isinstance(name, str) or name in open_fields:
        return name
    return _written_out(options.model, name)


@cache
def _written_out(model: type[Model], name: str) -> Any:
    """One column for each field: Django compares the columns that it is given twice."""
    field = next((field for field in model._meta.concrete_fields if field.name == name), None)
    if isinstance(field, DateTimeField):
        return moment(name, field.verbose_name)
    if isinstance(field, DateField):
        return day(name, field.verbose_name)
    return money(name) if field is not None and name.endswith("_minor") else name


def figure(text: str) -> SafeString:
    return format_html('<span class="q-figure">{}</span>', text)


def _of(obj: Any, path: str) -> Any:
    for name in path.split("__"):
        obj = getattr(obj, name)
    return obj


def _named(function: Column, name: str) -> Column:
    function.__name__ = name
    return function


def meter(percent: int, *, is_low: bool) -> SafeString:
    """A share as a short bar with its number."""
    tone = "red" if is_low else "green"
    bar = '<span class="q-meter"><progress class="q-progress q-progress-{}" max="100" value="{}"></progress><span class="q-figure">{} %</span></span>'
    return format_html(bar, tone, percent, percent)
