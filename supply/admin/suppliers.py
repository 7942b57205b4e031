"""Suppliers, and the keys with which their requests are signed."""

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.widgets import UnfoldAdminPasswordWidget, UnfoldAdminSelectWidget

from common import clock
from common.console import Act, ReadOnlyAdmin, ReadOnlyInline, columns, ops_site
from common.console.forms import ConsoleModelForm
from common.console.search import contains, exact
from common.console.tones import chip, state_chip
from supply.connectors import registry
from supply.models import Credential, Supplier
from supply.operations import explain_balance, resume_supplier, suspend_supplier
from supply.queries.offers import standing_of
from supply.rules.buying import is_buyable
from supply.rules.days import home_day
from supply.states import SupplierState


class SupplierForm(ConsoleModelForm):
    """A supplier; the connector is one of those installed."""

    connector = forms.ChoiceField(
        label=_("connector"),
        required=False,
        widget=UnfoldAdminSelectWidget,
        help_text=_("Files only: for a supplier that sends spreadsheets."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "connector" in self.fields:
            choices = [(kind, kind) for kind in registry.CONNECTORS]
            self.fields["connector"].choices = [("", _("Files only")), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts_on, ends_on = cleaned.get("contract_starts_on"), cleaned.get("contract_ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("contract_ends_on", _("The contract can't end before it starts."))
        if cleaned.get("connector") and not cleaned.get("base_url"):
            self.add_error("base_url", _("A connector needs the address of the supplier's API."))
        return cleaned


class CredentialForm(ConsoleModelForm):
    """A key: the secret goes in and never comes out. Left empty, the kept one stays."""

    secret = forms.CharField(
        label=_("secret"),
        required=False,
        max_length=500,
        widget=UnfoldAdminPasswordWidget(attrs={"autocomplete": "new-password"}),
        help_text=_("It is sealed and never shown again. Empty keeps the one there is."),
    )

    class Meta:
        model = Credential
        fields = ("key_id", "secret", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.pop("secret", None)

    def clean_secret(self) -> str:
        typed: str = self.cleaned_data["secret"].strip()
        if typed:
            return typed
        if self.instance._state.adding:
            raise forms.ValidationError(_("A new key needs its secret."))
        return str(self.instance.secret)


class CredentialInline(ReadOnlyInline):
    model = Credential
    form = CredentialForm
    fields = ("key_id", "secret", "is_active", "created_at")
    editable = ("key_id", "secret", "is_active")
    can_grow = True


@display(description=_("state"))
def _standing(supplier: Supplier) -> SafeString:
    """Its state; an active one whose contract is over, or has not begun, is bought from no more than a suspended one."""
    is_between_contracts = supplier.state == SupplierState.ACTIVE and not is_buyable(standing_of(supplier), today=home_day(clock.now()))
    return chip(_("Out of contract"), "orange") if is_between_contracts else state_chip(supplier.state, supplier.get_state_display())


_BALANCE = columns.money("balance_minor", _("balance"), currency="balance_currency")
_GONE = columns.money("balance_unexplained_minor", _("gone without an order"), currency="balance_currency")


@admin.register(Supplier, site=ops_site)
class SupplierAdmin(ReadOnlyAdmin):
    form = SupplierForm
    list_display = ("name", "kind", _standing, _BALANCE, "contract_ends_on", "contact")
    list_filter = ("state", "kind")
    search_fields = (contains("name", _("name")), exact("slug", _("slug")))
    creatable = ("slug",)
    editable = (
        "name",
        "kind",
        "contact",
        "contract_starts_on",
        "contract_ends_on",
        "settlement_terms",
        "connector",
        "base_url",
        "low_balance_minor",
    )
    fieldsets = (
        (None, {"fields": (("name", "slug"), ("kind", _standing), "contact")}),
        (_("Contract"), {"fields": (("contract_starts_on", "contract_ends_on"), "settlement_terms")}),
        (_("Connection"), {"fields": (("connector", "base_url"),)}),
        (_("Our balance there"), {"fields": ((_BALANCE, "balance_seen_at"), ("low_balance_minor", _GONE))}),
    )
    inlines = (CredentialInline,)
    acts = (
        Act(
            "explain",
            label=_("Explain what is gone"),
            run=explain_balance,
            permission="supply.explain_balance",
            when=lambda supplier: supplier.balance_unexplained_minor > 0,
            confirm=_("Only when you know it: ask the supplier which orders it charged. Is the key stolen, put it out of use first."),
            done=_("It is written down."),
            tone="primary",
            icon="help",
        ),
        Act(
            "suspend",
            label=_("Suspend"),
            run=suspend_supplier,
            permission="supply.suspend_supplier",
            when=lambda supplier: supplier.state == SupplierState.ACTIVE,
            confirm=_("Nothing is bought from a suspended supplier. What was ordered still arrives; stock in hand stays."),
            done=_("The supplier is suspended."),
            tone="danger",
            icon="pause_circle",
        ),
        Act(
            "resume",
            label=_("Resume"),
            run=resume_supplier,
            permission="supply.resume_supplier",
            when=lambda supplier: supplier.state == SupplierState.SUSPENDED,
            confirm=_("The supplier is bought from again, within its contract."),
            done=_("The supplier is active again."),
            tone="primary",
            icon="play_circle",
        ),
    )
