"""Risk on the operators' console: the rules, the lists, and every decision with what was counted."""

from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import DropdownFilter
from unfold.decorators import display

from common import clock
from common.actors import Actor
from common.console import Act, ActForm, Figure, MomentInput, ReadOnlyAdmin, columns, go_to, ops_site
from common.console.search import Look, by_id, exact
from common.console.words import actor_in_words
from common.sealed import fingerprint
from common.sheets.cells import as_email, as_phone
from common.sheets.refused import CellRefused
from redemption.models import RiskDecision, RiskEntry, RiskRule
from redemption.models.risk_entry import ListKind
from redemption.models.risk_rule import CountedBy, Endpoint, RiskAnswer
from redemption.operations.risk import Limits, Party, change_rule, lift_entry, make_rule, put_on_list


class LimitsForm(ActForm):
    """What may be changed of a rule."""

    most = forms.IntegerField(label=_("At most"), min_value=1)
    within_seconds = forms.IntegerField(label=_("Within seconds"), min_value=1, max_value=86_400)
    answer = forms.ChoiceField(label=_("Answer"), choices=RiskAnswer.choices)
    block_minutes = forms.IntegerField(label=_("Blocked for minutes"), min_value=1, max_value=10_080, required=False)
    is_active = forms.BooleanField(label=_("In force"), required=False, initial=True)

    def prepare(self) -> None:
        if self.obj is not None:
            self.initial.update({name: getattr(self.obj, name) for name in Limits.__slots__})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        limits = Limits(**{name: cleaned.pop(name) for name in Limits.__slots__})
        return {**cleaned, "limits": limits}


class RuleForm(LimitsForm):
    """A new rule."""

    field_order = ("code", "endpoint", "counted_by", "most", "within_seconds", "answer", "block_minutes", "is_active")
    code = forms.SlugField(label=pgettext_lazy("rule", "Code"), max_length=50)
    endpoint = forms.ChoiceField(label=_("What is counted"), choices=Endpoint.choices)
    counted_by = forms.ChoiceField(label=_("Counted by"), choices=CountedBy.choices)


class EntryForm(ActForm):
    """Whom, on which list, until when."""

    verdict = forms.ChoiceField(label=pgettext_lazy("risk", "List"), choices=[("block", _("Blocked")), ("allow", _("Allowed"))])
    kind = forms.ChoiceField(label=_("Kind"), choices=ListKind.choices)
    value = forms.CharField(
        label=_("Who"),
        max_length=254,
        help_text=_("A member's id, a device's mark, an address or network such as 203.0.113.0/24, a phone or email."),
    )
    expires_at = forms.DateTimeField(label=_("Until"), required=False, widget=MomentInput(), help_text=_("Empty: until somebody lifts it."))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        party = Party(cleaned.pop("kind"), cleaned.pop("value"))
        return {**cleaned, "party": party}


def _new_rule(*, code: str, endpoint: str, counted_by: str, limits: Limits, by: Actor, reason: str, at: datetime) -> RiskRule:
    return make_rule(code=code, endpoint=endpoint, counted_by=counted_by, limits=limits, by=by, reason=reason, at=at)


def _change(*, rule_id: UUID, limits: Limits, by: Actor, reason: str, at: datetime) -> RiskRule:
    return change_rule(rule_id=rule_id, limits=limits, by=by, reason=reason, at=at)


def _rule_now(rule: Any) -> list[Figure]:
    return [
        Figure(_("Counted"), f"{rule.get_endpoint_display()} · {rule.get_counted_by_display()}"),
        Figure(_("Allowed now"), f"{rule.most:,} / {rule.within_seconds:,} s"),
        Figure(_("Answer now"), rule.get_answer_display()),
        Figure(_("Decisions in the last day"), _decided_lately(rule)),
    ]


def _decided_lately(rule: Any) -> int:
    return RiskDecision.objects.filter(rule=rule, at__gte=clock.now() - timedelta(days=1)).count()


@admin.register(RiskRule, site=ops_site)
class RiskRuleAdmin(ReadOnlyAdmin):
    list_display = ("code", "endpoint", "counted_by", "most", "within_seconds", "answer", "is_active")
    list_filter = ("endpoint", "counted_by", "answer", "is_active")
    ordering = ("endpoint", "counted_by", "most")
    search_fields = (exact("code", pgettext_lazy("rule", "code")), by_id())
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("code", "is_active"),
                    ("endpoint", "counted_by"),
                    ("most", "within_seconds"),
                    ("answer", "block_minutes"),
                    "changed_at",
                )
            },
        ),
    )
    scope_path = None
    acts = (
        Act(
            "new",
            label=_("New rule"),
            run=_new_rule,
            permission="redemption.make_riskrule",
            form=RuleForm,
            on="list",
            then=go_to("redemption_riskrule_change"),
            tone="primary",
            icon="add",
        ),
        Act(
            "limits",
            label=pgettext_lazy("rule", "Change"),
            run=_change,
            permission="redemption.change_riskrule",
            subject="rule_id",
            form=LimitsForm,
            preview=_rule_now,
            confirm=_("It holds from the next attempt on."),
            done=_("The rule is changed."),
            tone="primary",
            icon="tune",
        ),
    )


class HoldsFilter(DropdownFilter):
    """Entries that hold now, unless others are asked for."""

    title = pgettext_lazy("entry", "holds")
    parameter_name = "holds"
    all_option = ("all", _("all"))

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("now", _("now")), ("over", _("no longer"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        holds = Q(lifted_at=None) & (Q(expires_at=None) | Q(expires_at__gt=clock.now()))
        if self.value() == "all":
            return queryset
        return queryset.exclude(holds) if self.value() == "over" else queryset.filter(holds)


def _by_contact(text: str) -> Any:
    kind, normal = ("email", as_email) if "@" in text else ("phone", as_phone)
    try:
        return Q(contact_print=fingerprint(normal(text).lower(), purpose=kind))
    except CellRefused:
        return None


@display(description=_("put there by"))
def _who(entry: RiskEntry) -> str:
    return actor_in_words(entry.actor)


@admin.register(RiskEntry, site=ops_site)
class RiskEntryAdmin(ReadOnlyAdmin):
    noun = "listing"
    list_display = ("shown", "verdict", "kind", "reason", _who, "created_at", "expires_at", "lifted_at")
    list_filter = (HoldsFilter, "verdict", "kind")
    list_select_related = ("rule",)
    search_fields = (
        by_id("member_id", _("member id")),
        exact("device", _("device")),
        exact("network", _("address")),
        Look(_("phone or email"), _by_contact),
    )
    fieldsets = (
        (None, {"fields": (("verdict", "kind"), ("shown", "rule"), "reason", _who)}),
        (_("Times"), {"fields": (("created_at", "expires_at"), "lifted_at")}),
    )
    scope_path = "member__enterprise_id"
    acts = (
        Act(
            "put",
            label=_("Put on a list"),
            run=put_on_list,
            permission="redemption.put_on_list",
            form=EntryForm,
            on="list",
            confirm=_("It holds from the next attempt on. A block beats an allowance."),
            done=_("The entry holds."),
            tone="primary",
            icon="block",
        ),
        Act(
            "lift",
            label=_("Lift"),
            run=lift_entry,
            permission="redemption.lift_entry",
            subject="entry_id",
            on="rows",
            when=lambda entry: entry.lifted_at is None,
            done=_("The entry is lifted."),
            tone="danger",
            icon="lock_open",
        ),
    )


def _at_address(text: str) -> Any:
    try:
        return Q(address=str(ip_address(text)))
    except ValueError:
        return None


@display(description=pgettext_lazy("decision", "why"))
def _why(decision: RiskDecision) -> str:
    """In words: which rule or list, what was counted, what would have passed."""
    if decision.entry is not None:
        return gettext("On the block list: %(reason)s") % {"reason": decision.entry.reason}
    return gettext("%(rule)s: %(level)s counted by %(by)s; up to %(most)s within %(seconds)s s would have passed") % {
        "rule": decision.rule,
        "level": f"{decision.level:,}",
        "by": decision.get_counted_by_display(),
        "most": f"{decision.most:,}",
        "seconds": f"{decision.within_seconds:,}",
    }


@admin.register(RiskDecision, site=ops_site)
class RiskDecisionAdmin(ReadOnlyAdmin):
    list_display = ("at", "endpoint", "answer", _why, "member", "address", columns.count("times", _("times")))
    list_filter = ("endpoint", "answer")
    list_select_related = ("rule", "entry", "member")
    ordering = ("-at",)
    search_fields = (by_id("member_id", _("member id")), exact("device", _("device")), Look(_("address"), _at_address))
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("at", "times"),
                    ("endpoint", "answer"),
                    _why,
                    ("rule", "entry"),
                    ("level", "most"),
                    ("counted_by", "within_seconds"),
                    ("member", "address"),
                    "device",
                )
            },
        ),
    )
    scope_path = "member__enterprise_id"
