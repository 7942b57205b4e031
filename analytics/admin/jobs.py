"""Long acts: how far they are, who holds them, what stopped them."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from common.console import ReadOnlyAdmin, columns, ops_site, progress
from common.console.search import by_id
from common.jobs.models import Job
from common.jobs.states import JobState


@display(description=_("progress"))
def _share(job: Job) -> SafeString:
    return columns.meter(job.percent, is_low=job.state == JobState.FAILED)


@admin.register(Job, site=ops_site)
class JobAdmin(ReadOnlyAdmin):
    list_display = ("name", columns.state(), _share, "attempts", "created_at", "finished_at", "error")
    list_filter = ("state",)
    search_fields = (by_id(), by_id("subject_id", _("id of what it is about")))
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("name", columns.state()),
                    ("subject_id", "enterprise_id"),
                    ("done_count", "total_count"),
                    ("attempts", "leased_until"),
                    ("created_at", "finished_at"),
                    ("actor", "error"),
                )
            },
        ),
    )
    change_form_outer_before_template = "console/analytics/job.html"

    def page_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        return progress(obj, self.admin_site)
