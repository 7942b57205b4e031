"""What each operator sees less of: some enterprises only, without some kinds of fields."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from common.console import ReadOnlyAdmin, ops_site
from common.console.forms import ConsoleModelForm
from common.console.search import by_id, prefix
from members.models import OperatorScope, User
from members.models.scope import HIDDEN


class ScopeForm(ConsoleModelForm):
    """Operators alone have a scope; an enterprise's staff have their enterprise."""

    hides = forms.MultipleChoiceField(label=_("Without"), choices=HIDDEN, required=False, widget=forms.CheckboxSelectMultiple)

    def clean_user(self) -> User:
        user: User = self.cleaned_data["user"]
        if not user.is_staff or user.is_superuser:
            raise forms.ValidationError(_("Choose an operator who does not have every right: whoever has all of them sees everything."))
        return user


@admin.register(OperatorScope, site=ops_site)
class OperatorScopeAdmin(ReadOnlyAdmin):
    """Set by those who may do everything: anybody else could widen their own."""

    noun = "scope"
    form = ScopeForm
    list_display = ("user", "is_limited", "shown_enterprises", "shown_hides")
    list_select_related = ("user",)
    search_fields = (prefix("user__username", _("login")), by_id())
    creatable = ("user",)
    editable = ("is_limited", "enterprises", "hides")
    fieldsets = ((None, {"fields": ("user", "is_limited", "enterprises", "hides")}),)
    scope_path = None

    @admin.display(description=_("enterprises"), empty_value="—")
    def shown_enterprises(self, scope: Any) -> str:
        return ", ".join(str(enterprise) for enterprise in scope.enterprises.all()[:5])

    @admin.display(description=_("without"), empty_value="—")
    def shown_hides(self, scope: Any) -> str:
        words = dict(HIDDEN)
        return ", ".join(str(words.get(kind, kind)) for kind in scope.hides)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)
