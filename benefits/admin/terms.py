"""Terms: read here version by version, published anew through an act of their benefit."""

from copy import deepcopy
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from benefits.admin.specifics import fields_of
from benefits.models import Terms
from benefits.rules.specifics import faults_of_specifics, opened_specifics
from common.console import ActForm, MoneyField, ReadOnlyInline, columns
from common.console.forms import dress

_WEEKDAYS = [
    (1, _("Monday")),
    (2, _("Tuesday")),
    (3, _("Wednesday")),
    (4, _("Thursday")),
    (5, _("Friday")),
    (6, _("Saturday")),
    (7, _("Sunday")),
]
_LINES = {"rows": 4}
# What is spent somewhere; what is ours to end. Of an event its own end counts, of a bundle the ends of its parts.
_SPENT = ("code", "coupon", "service", "bundle")
_OURS = ("coupon", "service", "content", "quota", "badge")
_ONLY = {
    "minimum_spend_minor": _SPENT,
    "stores": _SPENT,
    "stores_en": _SPENT,
    "use_days": _OURS,
    "use_until": _OURS,
    "use_url": ("code", "topup", "coupon", "service", "bundle"),
}


class TermsForm(ActForm):
    """The next version. It begins as the present one; grants made so far keep theirs."""

    instructions = forms.CharField(label=_("how to use it, short"), max_length=300)
    instructions_en = forms.CharField(label=_("how to use it, short, English"), max_length=300, required=False)
    details = forms.CharField(label=_("how to use it, in full"), required=False, widget=forms.Textarea(attrs=_LINES))
    details_en = forms.CharField(label=_("how to use it, in full, English"), required=False, widget=forms.Textarea(attrs=_LINES))
    rules = forms.CharField(label=_("rules"), required=False, widget=forms.Textarea(attrs=_LINES))
    rules_en = forms.CharField(label=_("rules, English"), required=False, widget=forms.Textarea(attrs=_LINES))
    use_url = forms.URLField(
        label=_("link to use it"), required=False, max_length=300, assume_scheme="https", help_text=_("Where a code is entered.")
    )
    valid_days = forms.IntegerField(label=_("valid for days"), required=False, min_value=1, help_text=_("From the grant on."))
    valid_until = forms.DateField(
        label=_("valid until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The last day, in the enterprise's time zone. With days as well, the earlier counts."),
    )
    use_days = forms.IntegerField(label=_("usable for days"), required=False, min_value=1, help_text=_("From the claim on."))
    use_until = forms.DateField(
        label=_("usable until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The last day, in the enterprise's time zone. With days as well, the earlier counts."),
    )
    warn_days = forms.IntegerField(label=_("warn days before expiry"), min_value=0, max_value=365, initial=3)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("days of the week"),
        choices=_WEEKDAYS,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: every day."),
    )
    stores = forms.CharField(label=_("stores and channels"), max_length=300, required=False, help_text=_("Where it can be used, in words."))
    stores_en = forms.CharField(label=_("stores and channels, English"), max_length=300, required=False)
    minimum_spend_minor = MoneyField(label=_("minimum spend"), required=False, help_text=_("For example 25.00."))
    limit_per_member = forms.IntegerField(label=_("most per member"), required=False, min_value=1)
    limit_period_days = forms.IntegerField(label=_("within days"), required=False, min_value=1, help_text=_("Empty: ever."))

    def prepare(self) -> None:
        kind = self.obj.kind
        self.fields = {**fields_of(kind), **{name: field for name, field in self.fields.items() if fits(name, kind)}}
        self.order_fields(["instructions", "instructions_en", *fields_of(kind)])
        self.tell_currency(self.obj.currency)
        latest = self.obj.terms.order_by("-version").first()
        if latest is not None:
            of_terms = {field.name for field in Terms._meta.concrete_fields}
            self.initial.update({name: getattr(latest, name) for name in self.fields if name in of_terms})
            self.initial.update(opened_specifics(kind, latest.specifics))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, fault in faults_of_terms(self.obj.kind, cleaned, has_product=self.obj.product_id is not None).items():
            if name not in self.errors:
                self.add_error(name, fault)
        return cleaned


def first_terms_fields(kind: str) -> dict[str, forms.Field]:
    """
    The fields of a first version, for the form that makes the benefit itself. What terms can't do without is marked as required;
    all of it may be left empty there all the same.
    """
    found = {**fields_of(kind), **{name: deepcopy(field) for name, field in TermsForm.base_fields.items() if fits(name, kind)}}
    for name, field in found.items():
        # Some days' warning stands there from the beginning, and none is an answer too.
        field.required, field.label = field.required and name != "warn_days", capfirst(str(field.label))
        dress(field)
    return found


def fits(name: str, kind: str) -> bool:
    """Whether benefits of this kind have this field of the common terms."""
    return kind in _ONLY.get(name, (kind,))


def faults_of_terms(kind: str, given: dict[str, Any], *, has_product: bool) -> dict[str, Any]:
    """What is wrong with a version of terms, by field: what its kind needs, and what every kind has."""
    faults: dict[str, Any] = dict(faults_of_specifics(kind, given, has_product=has_product))
    if given.get("limit_period_days") and not given.get("limit_per_member"):
        faults["limit_per_member"] = _("A period needs a number that it limits.")
    return faults


class TermsInline(ReadOnlyInline):
    model = Terms
    fields = (
        "version",
        "instructions",
        "valid_days",
        "valid_until",
        "limit_per_member",
        columns.money("minimum_spend_minor", currency="benefit__currency"),
        "created_at",
    )
    verbose_name_plural = _("terms, by version")
