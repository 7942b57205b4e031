"""What waits for a second administrator."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from benefits.queries.hr import batches
from common.console import enterprise_of, hr_site
from common.console.names import names_within


def approvals(request: HttpRequest) -> HttpResponse:
    """Batches that somebody confirmed and somebody else must agree to, the oldest first."""
    waiting = batches.waiting_for_second(enterprise_of(request))
    names = names_within(enterprise_of(request), {batch.asked_by for batch in waiting})
    context = {
        **hr_site.each_context(request),
        "title": _("Waiting for approval"),
        "lines": [(batch, names[batch.asked_by], batch.asked_by == f"user:{request.user.pk}") for batch in waiting],
    }
    return TemplateResponse(request, "hr/approvals.html", context)


hr_site.add_page("approvals/", approvals, name="approvals")
hr_site.badges["approvals"] = lambda request: len(batches.waiting_for_second(enterprise_of(request)))
