"""The front page of an enterprise: what matters today, each figure a door to the rows behind it."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from benefits.hr.batch_page import batch_chip
from benefits.hr.uploading import RIGHT
from benefits.models import Grant
from benefits.queries.hr.batches import latest_batches
from benefits.queries.hr.budgets import budget_bars
from benefits.queries.hr.figures import Count, GrantFigures, grant_figures, unclaimed_ending_soon
from benefits.states import BudgetState, GrantState
from common import clock
from common.console import enterprise_of, hr_site
from members.queries.presence import has_members

URGENT_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure and the list behind it."""

    label: str
    count: Count
    address: str
    tone: str = ""
    hint: str = ""


def home(request: HttpRequest) -> HttpResponse:
    """Today. Until there are people and a batch, the page says what to do first."""
    enterprise_id, at = enterprise_of(request), clock.now()
    batches = latest_batches(enterprise_id)
    context = {
        **hr_site.each_context(request),
        "title": _("Today"),
        "tiles": _tiles(grant_figures(enterprise_id, at)),
        "budgets": [bar for bar in budget_bars(enterprise_id) if bar.state == BudgetState.OPEN],
        "batches": [(batch, batch_chip(batch)) for batch in batches],
        "urgent": _urgent(enterprise_id, at),
        "at": at,
        "enterprise": hr_site.subtitle_for(request),
        "has_people": has_members(enterprise_id),
        "has_batches": bool(batches),
        "may_act": hr_site.may(request, RIGHT),
        "grants_list": _grants_list(),
    }
    return TemplateResponse(request, "hr/home.html", context)


def _tiles(figures: GrantFigures) -> list[Tile]:
    tiles = [
        Tile(_("To claim"), figures.claimable, _grants_list(state__exact=GrantState.CLAIMABLE), "blue", _("nobody has tapped yet")),
        Tile(_("Ending within 7 days"), figures.ending_soon, _grants_list(ends="week"), "orange", _("and not claimed")),
        Tile(_("Being delivered"), figures.claimed, _grants_list(state__exact=GrantState.CLAIMED), "", _("claimed, on the way")),
        Tile(_("Delivered"), figures.fulfilled, _grants_list(state__exact=GrantState.FULFILLED), "green", _("with the member")),
    ]
    if figures.scheduled:
        tiles.append(Tile(_("Begins later"), figures.scheduled, _grants_list(state__exact=GrantState.SCHEDULED)))
    if figures.used:
        tiles.append(Tile(_("Used"), figures.used, _grants_list(state__exact=GrantState.USED), "green"))
    return tiles


def _urgent(enterprise_id: UUID, at: datetime) -> list[Grant]:
    grants = unclaimed_ending_soon(enterprise_id, at).select_related("member__department", "benefit")
    return list(grants.defer("member__birthday")[:URGENT_SHOWN])


def _grants_list(**filters: str) -> str:
    address = reverse("hr:benefits_grant_changelist")
    return f"{address}?{urlencode(filters)}" if filters else address
