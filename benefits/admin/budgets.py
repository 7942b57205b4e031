"""Budgets with what is left of them."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import AutocompleteSelectFilter, DropdownFilter
from unfold.decorators import display

from benefits.models import Budget, Campaign
from benefits.operations import BudgetPlan, close_budget, fund_budget, open_budget, reopen_budget
from benefits.states import BudgetState
from common.actors import Actor
from common.console import Act, ActForm, Figure, MomentInput, MoneyField, ReadOnlyAdmin, columns, go_to, ops_site
from common.console.search import by_id, contains
from common.ledger.models import Account
from common.money import CURRENCIES, PIECES, format_minor
from members.operations.departments import DepartmentInvalid, path_of
from members.queries import departments_of

_MOST = 10**15


class OpenForm(ActForm):
    """A new budget and its first amount."""

    currency_field = "unit"
    enterprise_id = forms.ModelChoiceField(Budget.objects.none(), label=_("Enterprise"))
    name = forms.CharField(label=_("Name"), max_length=120)
    unit = forms.ChoiceField(label=_("Counts in"), choices=[*CURRENCIES, (PIECES, _("Pieces"))])
    amount = MoneyField(label=_("Amount"), help_text=_("For example 100000.00, or whole pieces."))
    department_id = forms.CharField(
        label=_("Department"), max_length=400, required=False, help_text=_("From the top down, as in the roster: Research/Platform.")
    )
    campaign_id = forms.ModelChoiceField(Campaign.objects.order_by("-pk"), label=_("Campaign"), required=False)
    is_default = forms.BooleanField(label=_("Used when none is named"), required=False)
    starts_at = forms.DateTimeField(label=_("Starts at"), required=False, widget=MomentInput())
    ends_at = forms.DateTimeField(label=_("Ends at"), required=False, widget=MomentInput())

    def prepare(self) -> None:
        choice: Any = self.fields["enterprise_id"]
        choice.queryset = _enterprises()
        self.tell_currency(self.data.get("unit", "CNY"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        enterprise, campaign = cleaned.get("enterprise_id"), cleaned.get("campaign_id")
        if campaign is not None and enterprise is not None and campaign.enterprise_id != enterprise.pk:
            self.add_error("campaign_id", _("This campaign belongs to another enterprise."))
        department = self._department(enterprise, cleaned.get("department_id", ""))
        if enterprise is not None and Budget.objects.filter(enterprise=enterprise, name=cleaned.get("name", "")).exists():
            self.add_error("name", _("The enterprise has a budget of this name already."))
        starts_at, ends_at = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", _("The budget can't end before it starts."))
        ids = {name: getattr(cleaned.get(name), "pk", None) for name in ("enterprise_id", "campaign_id")}
        return {**cleaned, **ids, "department_id": department}

    def _department(self, enterprise: Any, path: str) -> Any:
        """The id of the department that was named; None where none was, or none is of that name."""
        if enterprise is None or not path.strip():
            return None
        try:
            wanted = path_of(path)
        except DepartmentInvalid:
            wanted = ""
        found = next((department.id for department in departments_of(enterprise.pk) if department.path == wanted), None)
        if found is None:
            self.add_error("department_id", _("The enterprise has no department of this name. It comes with the roster."))
        return found


class FundForm(ActForm):
    amount = MoneyField(label=_("Change by"), least=-_MOST, help_text=_("More, or less with a minus, down to what is reserved and spent."))

    def prepare(self) -> None:
        self.tell_currency(self.obj.unit)

    def clean_amount(self) -> int:
        amount: int = self.cleaned_data["amount"]
        if amount == 0:
            raise forms.ValidationError(_("Zero changes nothing."))
        return amount


def _enterprises() -> QuerySet[Any]:
    """Through the budget's own key: the model is of another house."""
    related: Any = Budget._meta.get_field("enterprise").related_model
    return related._default_manager.order_by("name")


def _open(*, by: Actor, at: datetime, reason: str, **plan: Any) -> Budget:
    return open_budget(BudgetPlan(**plan), by=by, at=at, reason=reason)


def _balances(budget: Any) -> list[Figure]:
    return [
        Figure(_("Available"), format_minor(budget.available or 0, budget.unit)),
        Figure(_("Reserved"), format_minor(budget.reserved or 0, budget.unit)),
        Figure(_("Spent"), format_minor(budget.spent or 0, budget.unit)),
    ]


class LowFilter(DropdownFilter):
    """Budgets with less left than their own warning says."""

    title = _("left")
    parameter_name = "low"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("1", _("runs low"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() != "1":
            return queryset
        total = Coalesce(F("available"), 0) + Coalesce(F("reserved"), 0) + Coalesce(F("spent"), 0)
        return queryset.annotate(total=total).filter(state=BudgetState.OPEN, available__lt=F("low_percent") * F("total") / 100)


@display(description=_("available of all"))
def _left(budget: Any) -> SafeString:
    total = (budget.available or 0) + (budget.reserved or 0) + (budget.spent or 0)
    percent = (budget.available or 0) * 100 // total if total else 0
    return columns.meter(percent, is_low=percent < budget.low_percent)


@admin.register(Budget, site=ops_site)
class BudgetAdmin(ReadOnlyAdmin):
    list_display = (
        "name",
        "enterprise",
        columns.state(),
        columns.money("available", _("available"), currency="unit"),
        columns.money("reserved", _("reserved"), currency="unit"),
        columns.money("spent", _("spent"), currency="unit"),
        _left,
    )
    list_filter = ("state", LowFilter, ("enterprise", AutocompleteSelectFilter), "is_default")
    list_select_related = ("enterprise",)
    search_fields = (contains("name", _("name")), by_id())
    editable = ("low_percent",)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("name", columns.state()),
                    ("enterprise", "department"),
                    ("campaign", "is_default"),
                    ("starts_at", "ends_at"),
                    ("unit", "low_percent"),
                )
            },
        ),
        (
            _("Balances"),
            {
                "fields": (
                    (
                        columns.money("available", _("available"), currency="unit"),
                        columns.money("reserved", _("reserved"), currency="unit"),
                    ),
                    (columns.money("spent", _("spent"), currency="unit"), _left),
                )
            },
        ),
    )
    acts = (
        Act(
            "open",
            label=_("Open a budget"),
            run=_open,
            permission="benefits.open_budget",
            form=OpenForm,
            on="list",
            then=go_to("benefits_budget_change"),
            tone="primary",
            icon="add_card",
        ),
        Act(
            "fund",
            label=_("Change the amount"),
            run=fund_budget,
            permission="benefits.fund_budget",
            form=FundForm,
            preview=_balances,
            done=_("The budget is changed."),
            tone="primary",
            icon="savings",
        ),
        Act(
            "close",
            label=_("Close"),
            run=close_budget,
            permission="benefits.close_budget",
            when=lambda budget: budget.state == BudgetState.OPEN,
            preview=_balances,
            confirm=_("No new grants from this budget; those made keep what they reserved."),
            done=_("The budget is closed."),
            tone="danger",
            icon="lock",
        ),
        Act(
            "reopen",
            label=_("Open again"),
            run=reopen_budget,
            permission="benefits.reopen_budget",
            when=lambda budget: budget.state == BudgetState.CLOSED,
            preview=_balances,
            done=_("The budget is open again."),
            icon="lock_open",
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        accounts = Account.objects.filter(owner_type="budget", owner_id=OuterRef("pk"), unit=OuterRef("unit"))
        return (
            super()
            .get_queryset(request)
            .annotate(**{name: Subquery(accounts.filter(name=name).values("balance")[:1]) for name in ("available", "reserved", "spent")})
        )
