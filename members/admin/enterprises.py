"""Enterprises and their departments."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Q
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import AutocompleteSelectFilter

from common.console import Act, ActForm, Figure, MomentInput, ReadOnlyAdmin, columns, ops_site, show_once
from common.console.forms import ConsoleModelForm
from common.console.search import by_id, contains, prefix
from members.models import Department, Enterprise
from members.operations import freeze_roster, issue_api_key, loosen_freeze, reopen_enterprise, suspend_enterprise
from members.states import EnterpriseState


class KeyForm(ActForm):
    label = forms.CharField(label=_("For which program"), max_length=80, help_text=_("For example: OA, production."))


class FreezeForm(ActForm):
    frozen_at = forms.DateTimeField(
        label=_("Frozen from"), required=False, widget=MomentInput(), help_text=_("Empty: from now. People added later get nothing.")
    )


class LoosenForm(ActForm):
    frozen_at = forms.DateTimeField(
        label=_("Frozen from"),
        required=False,
        widget=MomentInput(),
        help_text=_("Empty: not frozen any more. Whoever was added before this moment can be granted benefits again."),
    )


def _who_was_added(enterprise: Any) -> list[Figure]:
    figures = [Figure(_("Enterprise"), enterprise)]
    if enterprise.roster_frozen_at is not None:
        is_late = Q(created_at__gt=enterprise.roster_frozen_at) | Q(returned_at__gt=enterprise.roster_frozen_at)
        added = enterprise.members.filter(is_late, state="active").count()
        figures += [
            Figure(_("Frozen from"), f"{localtime(enterprise.roster_frozen_at):%Y-%m-%d %H:%M}"),
            Figure(_("Added since, who get nothing"), added),
        ]
    return figures


def _who_is_shut_out(enterprise: Any) -> list[Figure]:
    return [
        Figure(_("Enterprise"), enterprise),
        Figure(_("Staff"), enterprise.staff.count()),
        Figure(_("Keys in use"), enterprise.api_keys.filter(revoked_at=None).count()),
    ]


@admin.register(Enterprise, site=ops_site)
class EnterpriseAdmin(ReadOnlyAdmin):
    list_display = ("name", "slug", columns.state(), "time_zone", "currency", "support_contact")
    list_filter = ("state",)
    search_fields = (contains("name", _("name")), prefix("slug", _("slug")), by_id())
    creatable = ("slug", "currency")
    editable = (
        "name",
        "name_en",
        "time_zone",
        "support_contact",
        "leaver_policy",
        "sms_monthly_limit",
        "approval_above_minor",
        "approval_above_grants",
    )
    fieldsets = (
        (None, {"fields": (("name", "name_en"), ("slug", columns.state()), ("time_zone", "currency"))}),
        (_("For its people"), {"fields": ("support_contact", "leaver_policy")}),
        (_("Limits"), {"fields": ("sms_monthly_limit", ("approval_above_minor", "approval_above_grants"), "roster_frozen_at")}),
    )
    acts = (
        Act(
            "key",
            label=_("New API key"),
            run=issue_api_key,
            permission="members.issue_api_key",
            form=KeyForm,
            reason=False,
            confirm=_("Whoever holds the key can grant benefits in this enterprise's name."),
            then=show_once(title=_("New API key"), sentence=_("Copy the key now and keep it safe: it is shown this one time.")),
            icon="key",
        ),
        Act(
            "freeze_roster",
            label=_("Freeze the roster"),
            run=freeze_roster,
            permission="members.freeze_roster",
            form=FreezeForm,
            preview=_who_was_added,
            confirm=_("People who are added later can't be granted anything: by file, by hand, by program or from an opening."),
            done=_("The roster is frozen."),
            icon="ac_unit",
        ),
        Act(
            "loosen_freeze",
            label=_("Lift or move the freeze"),
            run=loosen_freeze,
            permission="members.loosen_freeze",
            form=LoosenForm,
            when=lambda enterprise: enterprise.roster_frozen_at is not None,
            preview=_who_was_added,
            confirm=_("It needs a second person: whoever made up people to grant to would ask for exactly this."),
            tone="danger",
            icon="lock_open",
        ),
        Act(
            "suspend",
            label=_("Suspend"),
            run=suspend_enterprise,
            permission="members.suspend_enterprise",
            when=lambda enterprise: enterprise.state == EnterpriseState.ACTIVE,
            preview=_who_is_shut_out,
            confirm=_("Its members are signed out and its keys stop working at once."),
            done=_("The enterprise is suspended."),
            tone="danger",
            icon="pause_circle",
        ),
        Act(
            "resume",
            label=_("Resume"),
            run=reopen_enterprise,
            permission="members.resume_enterprise",
            when=lambda enterprise: enterprise.state == EnterpriseState.SUSPENDED,
            confirm=_("Its keys work again; its members sign in anew."),
            done=_("The enterprise is active again."),
            tone="primary",
            icon="play_circle",
        ),
    )


class DepartmentForm(ConsoleModelForm):
    """A department; its path follows from its name and what it is part of."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        parent, enterprise = cleaned.get("parent"), cleaned.get("enterprise", getattr(self.instance, "enterprise", None))
        if parent is not None and enterprise is not None and parent.enterprise_id != enterprise.pk:
            self.add_error("parent", _("This department belongs to another enterprise."))
        if "/" in cleaned.get("name", ""):
            self.add_error("name", _("A name can't hold “/”; it stands between the levels of a path."))
        return cleaned


@admin.register(Department, site=ops_site)
class DepartmentAdmin(ReadOnlyAdmin):
    form = DepartmentForm
    list_display = ("path", "enterprise", "cost_center")
    list_filter = (("enterprise", AutocompleteSelectFilter),)
    list_select_related = ("enterprise",)
    search_fields = (prefix("path", _("path")), contains("name", _("name")))
    creatable = ("enterprise", "parent", "name")
    editable = ("cost_center",)
    fieldsets = ((None, {"fields": ("path", ("enterprise", "parent"), ("name", "cost_center"))}),)

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:  # noqa: FBT001 - Django's signature.
        if not change:
            obj.path = f"{obj.parent.path}/{obj.name}" if obj.parent else obj.name
        super().save_model(request, obj, form, change)
