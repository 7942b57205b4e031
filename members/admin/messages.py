"""Messages: that they were sent, when and how often tried. Never what they say, nor to which number."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from common.console import ReadOnlyAdmin, ops_site
from common.console.search import by_id
from common.console.tones import chip
from members.models import SentMessage


@display(description=_("state"))
def _course(message: SentMessage) -> SafeString:
    if message.sent_at:
        return chip(_("Sent"), "green")
    return chip(_("Failed"), "red") if message.error and message.due_at is None else chip(_("Waiting"), "orange")


@admin.register(SentMessage, site=ops_site)
class SentMessageAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "channel", "member", _course, "sent_at", "attempts", "error")
    list_filter = ("channel",)
    list_select_related = ("member",)
    search_fields = (by_id("member_id", _("member id")), by_id())
    fieldsets = (
        (None, {"fields": (("channel", _course), ("member", "subject"), ("created_at", "sent_at"), ("attempts", "due_at"), "error")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Decoys stand for messages to unknown numbers: nobody is to learn that somebody asked."""
        return super().get_queryset(request).filter(is_decoy=False)
