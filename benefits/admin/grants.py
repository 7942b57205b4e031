"""Grants: one member's right to one benefit, from the batch that made it to what became of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import AutocompleteSelectFilter
from unfold.decorators import display

from benefits.models import Benefit, Grant
from benefits.operations import GrantRequest, issue_grant, revoke_grant
from benefits.operations.batches.upload_api import GrantWanted
from benefits.operations.grants.set_aside import let_claim_again
from benefits.states import BenefitState, GrantState
from common.actors import Actor
from common.console import Act, ActForm, Figure, ReadOnlyAdmin, columns, ops_site
from common.console.search import by_id, prefix
from common.money import format_minor


class GiveForm(ActForm):
    """One grant by hand. Its worth counts towards the day's sum of whoever gives it."""

    enterprise_id = forms.ModelChoiceField(Benefit.objects.none(), label=_("Enterprise"))
    staff_no = forms.CharField(label=_("Staff no."), max_length=64)
    benefit = forms.ModelChoiceField(Benefit.objects.filter(state=BenefitState.LISTED).order_by("name"), label=_("Benefit"))
    quantity = forms.IntegerField(label=_("Quantity"), min_value=1, max_value=100, initial=1)

    def prepare(self) -> None:
        related: Any = Grant._meta.get_field("enterprise").related_model
        choice: Any = self.fields["enterprise_id"]
        choice.queryset = related._default_manager.filter(state="active").order_by("name")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        return {**cleaned, "enterprise_id": getattr(cleaned.get("enterprise_id"), "pk", None)}


def _give(*, enterprise_id: UUID, staff_no: str, benefit: Benefit, quantity: int, by: Actor, reason: str, at: datetime) -> Grant:
    wanted = GrantWanted(benefit_code=benefit.code, staff_no=staff_no, quantity=quantity)
    return issue_grant(GrantRequest(enterprise_id, wanted, source="manual"), by=by, at=at, reason=reason)


def _worth(grant: Any, cleaned: dict[str, Any]) -> int:
    """In minor units, of whichever currency: what the enterprise pays for it."""
    benefit: Benefit = cleaned["benefit"]
    return (benefit.price_minor or benefit.face_value_minor) * int(cleaned["quantity"])


def _what_is_given(grant: Any, cleaned: dict[str, Any]) -> str:
    return f"{cleaned['benefit']} × {cleaned['quantity']} · {cleaned['staff_no']}"


def _what_goes_back(grant: Any) -> list[Figure]:
    return [
        Figure(_("Grant"), grant.serial),
        Figure(_("Benefit"), grant.benefit),
        Figure(_("Goes back to the budget"), format_minor(grant.committed, grant.budget.unit)),
    ]


@admin.register(Grant, site=ops_site)
class GrantAdmin(ReadOnlyAdmin):
    list_display = ("serial", "member", "enterprise", "benefit", columns.state(), "quantity", "claimed_at", "activated_at", "used_at")
    list_filter = (
        ("enterprise", AutocompleteSelectFilter),
        ("benefit", AutocompleteSelectFilter),
        "state",
        ("batch", AutocompleteSelectFilter),
        ("member", AutocompleteSelectFilter),
        ("budget", AutocompleteSelectFilter),
    )
    list_select_related = ("member", "enterprise", "benefit")
    search_fields = (prefix("serial", _("serial"), upper=True), by_id(), by_id("member_id", _("member id")))
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("serial", columns.state()),
                    ("member", "enterprise"),
                    ("benefit", "terms"),
                    ("quantity", "what_it_committed"),
                    ("batch", "budget"),
                    ("why", "note"),
                    "reference",
                )
            },
        ),
        (
            _("Times"),
            {
                "fields": (
                    ("claimable_from", "claimable_until"),
                    ("created_at", "claimed_at"),
                    ("fulfilled_at", "activated_at"),
                    ("used_at", "used_said_by"),
                    ("expired_at", "revoked_at"),
                    ("settled_at", "set_aside_at"),
                )
            },
        ),
    )
    change_form_outer_before_template = "console/benefits/grant.html"

    @display(description=_("committed"))
    def what_it_committed(self, grant: Grant) -> SafeString:
        amount = columns.figure(format_minor(grant.committed, grant.budget.unit))
        if not (grant.committed and grant.is_back_in_budget):
            return amount
        return format_html('{} <span class="q-muted">{}</span>', amount, _("went back to the budget"))

    acts = (
        Act(
            "give",
            label=_("Give by hand"),
            run=_give,
            permission="benefits.give_grant",
            form=GiveForm,
            on="list",
            about=_what_is_given,
            amount=_worth,
            confirm=_("It is granted at once, from the enterprise's default budget. Above a sum of one day, a second person must agree."),
            done=_("It is granted."),
            tone="primary",
            icon="redeem",
        ),
        Act(
            "let_claim_again",
            label=_("Let it be claimed again"),
            run=let_claim_again,
            permission="benefits.revoke_grant",
            when=lambda grant: grant.set_aside_at is not None,
            confirm=_(
                "Before a restore the member was shown its code, or its order was sent. Only if they did not have it may they claim it again."
            ),
            done=_("The member can claim it again."),
            tone="danger",
            icon="lock_open",
        ),
        Act(
            "revoke",
            label=_("Take back"),
            run=revoke_grant,
            permission="benefits.revoke_grant",
            on="rows",
            when=lambda grant: grant.state in (GrantState.SCHEDULED, GrantState.CLAIMABLE),
            preview=_what_goes_back,
            confirm=_("The member can no longer claim it."),
            done=_("The grant is taken back."),
            tone="danger",
            icon="undo",
        ),
    )
