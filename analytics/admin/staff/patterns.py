"""Odd patterns: each person's counts beside the others'."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from analytics.queries.staff import patterns
from common import clock
from common.console import ops_site

RIGHT = "common.view_dutylimit"


def patterns_page(request: HttpRequest) -> HttpResponse:
    """Who did what how often in 7 and 30 days; what is far from the others' median is marked and stands first."""
    if not ops_site.may(request, RIGHT):
        raise PermissionDenied
    found = patterns(clock.now())
    context = {**ops_site.each_context(request), "title": _("Patterns of staff"), "patterns": found, "odd": sum(p.is_odd for p in found)}
    return TemplateResponse(request, "console/staff/patterns.html", context)


ops_site.add_page("staff-patterns/", patterns_page, name="staff_patterns")
