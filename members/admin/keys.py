"""Keys of the enterprise API: by their beginning, never whole."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import AutocompleteSelectFilter

from common.console import Act, Figure, ReadOnlyAdmin, ops_site
from common.console.search import by_id, prefix
from members.models import ApiKey
from members.operations import revoke_api_key


@admin.register(ApiKey, site=ops_site)
class ApiKeyAdmin(ReadOnlyAdmin):
    noun = "apikey"
    list_display = ("__str__", "enterprise", "label", "created_at", "last_used_at", "revoked_at")
    list_filter = (("enterprise", AutocompleteSelectFilter),)
    list_select_related = ("enterprise",)
    search_fields = (prefix("prefix", _("begins with")), by_id())
    fieldsets = ((None, {"fields": (("prefix", "enterprise"), ("label", "created_at"), ("last_used_at", "revoked_at"))}),)
    acts = (
        Act(
            "revoke",
            label=_("Revoke"),
            run=revoke_api_key,
            permission="members.revoke_api_key",
            subject="key_id",
            given=lambda key: {"enterprise_id": key.enterprise_id},
            when=lambda key: key.revoked_at is None,
            preview=lambda key: [
                Figure(_("Key"), key),
                Figure(_("For"), key.label or "—"),
                Figure(_("Last used"), key.last_used_at or "—"),
            ],
            confirm=_("Programs that use this key are refused from now on. This can't be undone."),
            reason=False,
            done=_("The key is worthless now."),
            tone="danger",
            icon="key_off",
        ),
    )
