"""The operators' front page: what waits for somebody, the day's figures, and the shelves."""

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext

from analytics.admin.alarms import alarms_of
from analytics.queries import today
from analytics.queries.board import count_red, count_stale
from analytics.queries.coincidences import open_count
from analytics.queries.staff import alarms_today, approvals_waiting
from common import clock
from common.console import ops_site
from common.console.scope import enterprises_of
from members.queries import enterprises_over_sms_budget
from redemption.queries.risk import guessers_today

# The page is opened often and by many: one look at the tables serves them all for some seconds.
_FRESH_SECONDS = 15
_MOST_SHELVES = 8


def today_page(request: HttpRequest) -> HttpResponse:
    """What matters today, cut to what the person may see."""
    at = clock.now()
    if enterprises_of(request) is not None:  # The figures are those of the whole platform.
        limited: dict[str, Any] = {"title": gettext("Today"), "figures": None, "shelves": [], "alarms": [], "looked_at": at}
        return TemplateResponse(request, "console/analytics/today.html", {**ops_site.each_context(request), **limited})
    seen: Any = cache.get_or_set("analytics.today", lambda: _look(at), _FRESH_SECONDS)
    context = {
        **ops_site.each_context(request),
        "title": gettext("Today"),
        "figures": seen["figures"] if ops_site.may(request, "benefits.view_grant") else None,
        "most": today.MOST,
        "shelves": seen["shelves"][:_MOST_SHELVES] if ops_site.may(request, "supply.view_lot") else [],
        "alarms": [alarm for alarm in alarms_of(seen) if alarm.count and ops_site.may(request, alarm.right)],
        "looked_at": seen["at"],
    }
    return TemplateResponse(request, "console/analytics/today.html", context)


def _look(at: Any) -> dict[str, Any]:
    staff = (guessers_today(at), enterprises_over_sms_budget(at), alarms_today(at), approvals_waiting(), open_count())
    return {
        "staff": staff,
        "at": at,
        "figures": today.figures(at),
        "waiting": today.waiting(at),
        "shelves": today.shelves(),
        "red": count_red(),
        "stale": count_stale(at),
    }


ops_site.home = today_page
