"""The invariant board, its button, and the proofs behind it."""

from datetime import datetime

from django.contrib import admin
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from analytics.models import Proof
from analytics.queries.board import count_red, invariant_board
from common import clock
from common.actors import Actor
from common.console import Act, Outcome, ReadOnlyAdmin, columns, ops_site
from common.console.search import exact
from common.jobs import ring

_RIGHT = "analytics.view_proof"
_FRESH_SECONDS = 15


def _prove_now(*, by: Actor, at: datetime) -> None:
    """Rung for, not waited for: over a large platform the proofs take minutes."""
    ring("analytics.prove")


def _to_board(outcome: Outcome) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('ops:invariants')}?asked=1")


@admin.register(Proof, site=ops_site)
class ProofAdmin(ReadOnlyAdmin):
    list_display = ("at", "invariant", columns.count("broken_count", _("broken")), columns.count("took_ms", _("took, ms")))
    list_filter = ("invariant",)
    search_fields = (exact("invariant", _("invariant")),)
    fieldsets = ((None, {"fields": (("invariant", "at"), ("broken_count", "took_ms"), "offenders")}),)
    acts = (
        Act(
            "prove",
            label=_("Check now"),
            run=_prove_now,
            permission="analytics.prove",
            on="list",
            reason=False,
            then=_to_board,
            tone="primary",
            icon="verified",
        ),
    )


def invariants_page(request: HttpRequest) -> HttpResponse:
    """Every invariant: green or red, since when, and what breaks it."""
    if not ops_site.may(request, _RIGHT):
        raise PermissionDenied
    lines, at = invariant_board(), clock.now()
    stale = [line for line in lines if line.is_stale(at)]
    context = {
        **ops_site.each_context(request),
        "title": gettext("Invariants"),
        "lines": lines,
        "red": sum(line.is_red for line in lines),
        "stale": len(stale),
        "never": sum(line.checked_at is None for line in stale),
        "checked_at": min((line.checked_at for line in lines if line.checked_at), default=None),
        "asked": "asked" in request.GET,
        "may_prove": ops_site.may(request, "analytics.prove"),
        "now": at,
    }
    return TemplateResponse(request, "console/analytics/invariants.html", context)


def _red(request: HttpRequest) -> int:
    """For the sidebar of every page: looked up once in a while, not each time."""
    return cache.get_or_set("analytics.red", count_red, _FRESH_SECONDS) or 0 if ops_site.may(request, _RIGHT) else 0


ops_site.add_page("invariants/", invariants_page, name="invariants")
ops_site.badges["invariants"] = _red
