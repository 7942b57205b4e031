"""Terms: read here version by version, published anew through an act of their benefit."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from benefits.models import Terms
from common.console import ActForm, MoneyField, ReadOnlyInline, columns

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
    warn_days = forms.IntegerField(label=_("warn days before expiry"), min_value=0, max_value=365, initial=3)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("days of the week"),
        choices=_WEEKDAYS,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: every day."),
    )
    minimum_spend_minor = MoneyField(label=_("minimum spend"), required=False, help_text=_("For example 25.00."))
    limit_per_member = forms.IntegerField(label=_("most per member"), required=False, min_value=1)
    limit_period_days = forms.IntegerField(label=_("within days"), required=False, min_value=1, help_text=_("Empty: ever."))

    def prepare(self) -> None:
        self.tell_currency(self.obj.currency)
        latest = self.obj.terms.order_by("-version").first()
        if latest is not None:
            self.initial.update({name: getattr(latest, name) for name in self.fields})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("limit_period_days") and not cleaned.get("limit_per_member"):
            self.add_error("limit_per_member", _("A period needs a number that it limits."))
        return cleaned


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
