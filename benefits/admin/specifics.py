"""Form fields for what only one kind of benefit has, made from the kind's table."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from benefits.rules.specifics import Specific, specifics_of
from common.console import MomentInput, MoneyField


def fields_of(kind: str) -> dict[str, forms.Field]:
    """
    The fields of a kind, by name, in the order of its table. What its table requires is marked so; what only some need the rules say.
    """
    found: dict[str, forms.Field] = {}
    for field in specifics_of(kind):
        found[field.name] = _field(field)
        if field.english:
            label = format_lazy(_("{field}, English"), field=field.label)
            found[f"{field.name}_en"] = forms.CharField(label=label, required=False, max_length=field.most)
    return found


def _field(field: Specific) -> forms.Field:
    given: dict[str, Any] = {"label": field.label, "required": field.is_required, "help_text": field.help}
    if field.is_required:
        given["error_messages"] = {"required": _("Every benefit of this kind needs it.")}
    match field.form:
        case "number":
            return forms.IntegerField(**given, min_value=1, max_value=field.most)
        case "money":
            return MoneyField(**given)
        case "moment":
            return forms.DateTimeField(**given, widget=MomentInput())
        case "choice":
            return forms.ChoiceField(**given, choices=[("", "—"), *field.choices])
        case "tick":
            return forms.BooleanField(**given)
    # A link is plain text here: the rule says what a good one is, in one sentence for the form and for whoever else asks.
    return forms.CharField(**given, max_length=field.most)
