"""The form in which an opening is planned, on both consoles."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from benefits.models import Benefit, Budget, Opening
from benefits.models.opening import MOST_PIECES
from benefits.queries.hr.catalogue import benefits_offered
from benefits.states import BenefitState, BudgetState
from common import clock
from common.console import ActForm, MomentInput


class OpeningForm(ActForm):
    """The plan of an opening. The budget says whose it is; the enterprise is known where one is drafted or changed within it."""

    name = forms.CharField(label=_("Occasion"), max_length=120, help_text=_("Members read it."))
    benefit_id = forms.TypedChoiceField(label=_("Benefit"), coerce=UUID)
    budget_id = forms.TypedChoiceField(label=_("Budget"), coerce=UUID)
    pieces = forms.IntegerField(label=_("Pieces"), min_value=1, max_value=MOST_PIECES)
    opens_at = forms.DateTimeField(label=_("Opens at"), widget=MomentInput())
    closes_at = forms.DateTimeField(label=_("Closes at"), widget=MomentInput(), help_text=_("Or once they are all gone."))
    limit_per_member = forms.IntegerField(label=_("Most per member"), min_value=1, initial=1)
    limit_per_day = forms.IntegerField(label=_("Most per member and day"), min_value=1, required=False)
    limit_per_device = forms.IntegerField(
        label=_("Most per device"),
        min_value=1,
        required=False,
        help_text=_("A device is known by a cookie or by what its app calls it: a hint, no proof."),
    )
    department_ids = forms.TypedMultipleChoiceField(
        label=pgettext_lazy("departments", "Only for"),
        coerce=UUID,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("With all below them. None ticked: for everybody."),
    )

    @property
    def enterprise_id(self) -> UUID | None:
        """The enterprise within which this form stands; None where the budget decides."""
        return self.obj.enterprise_id if self.obj else None

    def prepare(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["benefit_id"].choices = _benefits(self.enterprise_id)
        fields["budget_id"].choices = _budgets(self.enterprise_id)
        if self.enterprise_id is None:
            del self.fields["department_ids"]
        else:
            fields["department_ids"].choices = _departments(self.enterprise_id)
        if self.obj is not None:
            self.initial = {name: getattr(self.obj, name) for name in fields if hasattr(self.obj, name)}
            self.initial["department_ids"] = [department.pk for department in self.obj.departments.all()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        opens_at, closes_at = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens_at and closes_at and closes_at <= opens_at:
            self.add_error("closes_at", _("It can't close before it opens."))
        benefit, budget = _found(Benefit, cleaned.get("benefit_id")), _found(Budget, cleaned.get("budget_id"))
        if benefit and budget and benefit.enterprise_id not in (None, budget.enterprise_id):
            self.add_error("benefit_id", _("This benefit is another enterprise's own."))
        return {**cleaned, "department_ids": tuple(cleaned.get("department_ids", ()))}


def _found(model: type[Any], row_id: UUID | None) -> Any:
    return model.objects.filter(id=row_id).first() if row_id else None


def _benefits(enterprise_id: UUID | None) -> list[tuple[str, str]]:
    if enterprise_id is not None:
        return [(str(offered.id), f"{offered.name} ({offered.code})") for offered in benefits_offered(enterprise_id, clock.now())]
    return [(str(row.id), str(row)) for row in Benefit.objects.filter(state=BenefitState.LISTED).order_by("code")]


def _budgets(enterprise_id: UUID | None) -> list[tuple[str, str]]:
    budgets = Budget.objects.filter(state=BudgetState.OPEN).select_related("enterprise").order_by("enterprise__slug", "-is_default", "name")
    if enterprise_id is not None:
        return [(str(row.id), row.name) for row in budgets.filter(enterprise_id=enterprise_id)]
    return [(str(row.id), f"{row.enterprise} · {row.name}") for row in budgets]


def _departments(enterprise_id: UUID) -> list[tuple[str, str]]:
    rows: Any = Opening._meta.get_field("departments").related_model  # Of another house.
    return [(str(row.pk), row.path) for row in rows.objects.filter(enterprise_id=enterprise_id)]
