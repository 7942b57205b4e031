"""Who works for which enterprise at the enterprises' console."""

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import AutocompleteSelectFilter

from common.console import Act, ActForm, Figure, ReadOnlyAdmin, ops_site, to_list
from common.console.search import by_id, prefix
from members.models import Enterprise, Staff, User
from members.models.staff import StaffRole
from members.operations import appoint_staff, dismiss_staff


class AppointForm(ActForm):
    """A login and its place."""

    username = forms.CharField(label=_("Login"), help_text=_("The user name of a login that is not an operator's."))
    enterprise = forms.ModelChoiceField(Enterprise.objects.order_by("name"), label=_("Enterprise"))
    role = forms.ChoiceField(label=_("Role"), choices=StaffRole.choices)

    def clean_username(self) -> User:
        user = User.objects.filter(username=self.cleaned_data["username"], is_staff=False).first()
        if user is None:
            raise forms.ValidationError(_("There is no such login, or it is an operator's."))
        return user

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        return {"user_id": cleaned["username"].pk, "enterprise_id": cleaned["enterprise"].pk, "role": cleaned["role"]}


class RoleForm(ActForm):
    role = forms.ChoiceField(label=_("Role"), choices=StaffRole.choices)


def _who(staff: Any) -> list[Figure]:
    return [
        Figure(_("Login"), staff.user),
        Figure(_("Enterprise"), staff.enterprise),
        Figure(_("Role now"), staff.get_role_display()),
    ]


@admin.register(Staff, site=ops_site)
class StaffAdmin(ReadOnlyAdmin):
    list_display = ("user", "enterprise", "role")
    list_filter = (("enterprise", AutocompleteSelectFilter), "role")
    list_select_related = ("user", "enterprise")
    search_fields = (prefix("user__username", _("login")), by_id())
    fieldsets = ((None, {"fields": (("user", "enterprise"), "role")}),)
    acts = (
        Act(
            "appoint",
            label=_("Appoint"),
            run=appoint_staff,
            permission="members.appoint_staff",
            form=AppointForm,
            on="list",
            reason=False,
            confirm=_("The login can enter the enterprise console from now on."),
            done=_("The login is appointed."),
            tone="primary",
            icon="person_add",
        ),
        Act(
            "role",
            label=_("Change the role"),
            run=appoint_staff,
            permission="members.appoint_staff",
            form=RoleForm,
            subject=None,
            given=lambda staff: {"user_id": staff.user_id, "enterprise_id": staff.enterprise_id},
            preview=_who,
            reason=False,
            done=_("The role is changed."),
            icon="manage_accounts",
        ),
        Act(
            "dismiss",
            label=_("Dismiss"),
            run=dismiss_staff,
            permission="members.dismiss_staff",
            subject=None,
            given=lambda staff: {"user_id": staff.user_id},
            preview=_who,
            confirm=_("The login can no longer enter the enterprise console."),
            reason=False,
            done=_("The login is dismissed."),
            then=to_list,
            tone="danger",
            icon="person_off",
        ),
    )
