"""Logins of people who sign in with a password, and the groups that hold operators' rights."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group, Permission
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from common.console import all_acts, ops_site
from common.console.duty_words import right_in_words
from common.console.groups import LABELS, READY_GROUPS
from common.console.paginator import CheapPaginator
from common.console.signed import SignedChanges
from members.models import User


@admin.register(User, site=ops_site)
class UserAdmin(SignedChanges, DjangoUserAdmin, ModelAdmin):
    """Django's own forms in unfold's looks. Logins are switched off, not deleted: their name stands in the trail."""

    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    paginator = CheapPaginator
    show_full_result_count = False
    list_display = ("username", "first_name", "last_name", "email", "is_staff", "is_active", "last_login")
    list_filter = ("is_staff", "is_superuser", "is_active")
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": (("first_name", "last_name"), "email")}),
        (_("Rights"), {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
        (_("Times"), {"fields": (("last_login", "date_joined"),)}),
    )
    add_fieldsets = ((None, {"fields": ("username", "usable_password", "password1", "password2", "is_staff")}),)

    # Ticked, not moved between two lists.
    filter_horizontal = ()

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Groups by their names in the reader's language; beside them the few rights that no group holds, and those already held."""
        field: Any = super().formfield_for_manytomany(db_field, request, **kwargs)
        if field is None:
            return None
        field.widget, field.help_text = UnfoldAdminCheckboxSelectMultipleWidget(), ""
        if db_field.name == "groups":
            field.label_from_instance = lambda group: LABELS.get(group.name, group.name)
        if db_field.name == "user_permissions":
            field.queryset = _rights_beside_groups(request)
            field.label_from_instance = right_in_words
            field.label = _("Rights beside the groups")
        return field

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An operator's login, and with it the password, is changed by those who have every right."""
        is_operator = obj is not None and (obj.is_staff or obj.is_superuser)
        return bool(super().has_change_permission(request, obj)) and (request.user.is_superuser or not is_operator)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Rights above one's own are not given away: only those who have all of them may hand out any."""
        fixed = super().get_readonly_fields(request, obj)
        return fixed if request.user.is_superuser else (*fixed, "is_staff", "is_superuser", "groups", "user_permissions")


def _rights_beside_groups(request: HttpRequest) -> QuerySet[Permission]:
    """Rights of acts that no ready group has, and whatever the person on the page has: what is not shown would be lost on saving."""
    given = {act for group in READY_GROUPS for act in group.acts}
    named = {registered.act.permission for registered in all_acts() if registered.site == "ops"} - given
    wanted = Q()
    for right in named:
        app, _dot, codename = right.partition(".")
        wanted |= Q(content_type__app_label=app, codename=codename)
    person = (request.resolver_match.kwargs if request.resolver_match else {}).get("object_id")
    held = Q(user=person) if person else Q(pk=None)
    rights = Permission.objects.filter(wanted | held).select_related("content_type")
    return rights.order_by("content_type__app_label", "codename").distinct()


@admin.register(Group, site=ops_site)
class GroupAdmin(SignedChanges, DjangoGroupAdmin, ModelAdmin):
    """What a group may do is decided by those who may do everything: anybody else could add to their own."""

    paginator = CheapPaginator
    show_full_result_count = False
    list_display = ("name", "meaning")

    @admin.display(description=_("meaning"), empty_value="—")
    def meaning(self, group: Group) -> str | None:
        """Groups that the platform makes are named in the reader's language."""
        return str(LABELS[group.name]) if group.name in LABELS else None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)
