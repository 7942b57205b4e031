"""Odd patterns: each person's habits and counts beside the others'."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from analytics.queries.habits import MEASURES, habits
from analytics.queries.staff import patterns
from common import clock
from common.console import ops_site

RIGHT = "common.view_dutylimit"


def patterns_page(request: HttpRequest) -> HttpResponse:
    """How everybody went about it, then who did what how often; what is far from the others' median is marked and stands first."""
    if not ops_site.may(request, RIGHT):
        raise PermissionDenied
    at = clock.now()
    found, people = patterns(at), habits(at)
    context = {
        **ops_site.each_context(request),
        "title": _("Patterns of staff"),
        "patterns": found,
        "habits": people,
        "measures": MEASURES.values(),
        "odd": sum(each.is_odd for each in found) + sum(each.is_odd for each in people),
    }
    return TemplateResponse(request, "console/staff/patterns.html", context)


ops_site.add_page("staff-patterns/", patterns_page, name="staff_patterns")
