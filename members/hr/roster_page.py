"""The page of one roster: what it would do, and what it did."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from common import clock
from common.console import enterprise_of, hr_site, job_of, progress
from common.console.names import actor_of, names_within
from common.console.spreadsheets import SeenForm
from common.pages import numbered
from common.refusals import Refused, StillBusy
from common.sheets.file_reasons import FILE_REASONS
from common.sheets.reasons import sentence
from common.sheets.sheet import Notice
from members.hr.downloads import Wanted, answer_export
from members.hr.panels import leavers_panels
from members.models import Roster
from members.models.roster import RosterVerdict
from members.operations import confirm_roster, discard_roster
from members.operations.rosters.confirm import JOB as APPLY
from members.operations.rosters.upload import JOB as CHECK
from members.queries.enterprises import roster_frozen_at
from members.queries.roster_pages import roster_items
from members.queries.rosters import roster_by_id
from members.states import RosterState

RIGHT = "members.confirm_roster"
_TABS = (RosterVerdict.REFUSED, RosterVerdict.JOINS, RosterVerdict.MOVES, RosterVerdict.LEAVES, RosterVerdict.RETURNS, RosterVerdict.SAME)


def roster_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One roster in its present state; a foreign one and a missing one look the same."""
    return _draw(request, _own(request, pk))


@require_POST
def roster_confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Apply what was seen. A second click finds it being applied and changes nothing."""
    roster = _to_act_on(request, pk)
    form = _seen_form(roster, request.POST)
    if "file_sha256" in form.errors:
        return _draw(request, roster, refused=_("Reload the page, look at the preview again, and confirm."), status=400)
    if not form.is_valid():
        return _draw(request, roster, form=form, refused=_("Some things in this file must be ticked first."), status=400)
    digest = bytes.fromhex(form.cleaned_data["file_sha256"])
    return _acted(request, roster, lambda acts: confirm_roster(file_sha256=digest, **acts))


@require_POST
def roster_discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put a roster away that was not applied."""
    return _acted(request, _to_act_on(request, pk), lambda acts: discard_roster(**acts))


@require_GET
def roster_result_file(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Every row with what it does, and why not."""
    roster = _own(request, pk)
    stem, what = roster.file_name.rsplit(".", 1)[0], _("result")
    return answer_export(request, Wanted("roster_result", f"{stem}-{what}.xlsx", roster.row_count, subject_id=roster.id))


def _own(request: HttpRequest, pk: UUID) -> Roster:
    roster = roster_by_id(pk, enterprise_id=enterprise_of(request))
    if roster is None:
        raise Http404
    return roster


def _to_act_on(request: HttpRequest, pk: UUID) -> Roster:
    roster = _own(request, pk)
    if not hr_site.may(request, RIGHT):
        raise PermissionDenied
    return roster


def _acted(request: HttpRequest, roster: Roster, act: Callable[[dict[str, Any]], object]) -> HttpResponse:
    try:
        act({"roster_id": roster.id, "by": actor_of(request), "at": clock.now()})
    except (Refused, OperationalError) as error:
        refused = error if isinstance(error, Refused) else StillBusy()
        return _draw(request, _own(request, roster.id), refused=refused.for_staff(), status=refused.status)
    return HttpResponseRedirect(reverse("hr:roster", args=[roster.id]))


def _seen_form(roster: Roster, data: Any = None) -> SeenForm:
    notices = [Notice(kept["code"], kept["count"]) for kept in roster.warnings if "count" in kept]
    return SeenForm(data, notices=notices, sample=roster.sample, initial={"file_sha256": bytes(roster.file_sha256).hex()})


def _draw(request: HttpRequest, roster: Roster, *, form: SeenForm | None = None, refused: str = "", status: int = 200) -> HttpResponse:
    is_ready = roster.state == RosterState.READY
    context = {
        **hr_site.each_context(request),
        "title": _("Roster"),
        "roster": roster,
        "who": names_within(roster.enterprise_id, [roster.created_by])[roster.created_by],
        "may_act": hr_site.may(request, RIGHT),
        "frozen_at": roster_frozen_at(roster.enterprise_id),
        "form": (form or _seen_form(roster)) if is_ready else None,
        "changes_count": roster.joiner_count + roster.mover_count + roster.leaver_count + roster.returner_count,
        "of_leavers": leavers_panels(request, roster.id) if is_ready and roster.leaver_count else [],
        "refused": refused,
        "problem": _problem(roster) if roster.state == RosterState.FAILED else "",
        **_under_way(roster),
        **_items(request, roster),
    }
    return TemplateResponse(request, "hr/roster.html", context, status=status)


def _under_way(roster: Roster) -> dict[str, Any]:
    """How far the reading or the applying is."""
    jobs = {RosterState.CHECKING: CHECK, RosterState.APPLYING: APPLY}
    return progress(job_of(jobs[RosterState(roster.state)], roster.id), hr_site) if roster.state in jobs else {}


def _problem(roster: Roster) -> str:
    if roster.confirmed_at is not None:
        return _("Applying has stopped. What was applied stays; upload the roster again to go on.")
    if roster.problem not in FILE_REASONS:
        return _("Checking has stopped. Upload the file again; if it stops once more, tell the platform.")
    return sentence(roster.problem, next((kept["facts"] for kept in roster.warnings if kept["code"] == roster.problem), {}))


def _items(request: HttpRequest, roster: Roster) -> dict[str, Any]:
    """The tabs with their counts, and the rows of the one that is open: the first that has any."""
    counts = {
        RosterVerdict.REFUSED: roster.refused_count,
        RosterVerdict.JOINS: roster.joiner_count,
        RosterVerdict.MOVES: roster.mover_count,
        RosterVerdict.LEAVES: roster.leaver_count,
        RosterVerdict.RETURNS: roster.returner_count,
        RosterVerdict.SAME: roster.unchanged_count,
    }
    tabs = [(verdict, verdict.label, counts[verdict]) for verdict in _TABS if counts[verdict]]
    open_tab = request.GET.get("show", "")
    if open_tab not in {verdict for verdict, _label, _count in tabs}:
        open_tab = tabs[0][0] if tabs else ""
    after = request.GET.get("after", "")
    items = roster_items(roster, open_tab, after=numbered(after) or 0) if open_tab else None
    return {"tabs": tabs, "open_tab": open_tab, "items": items, "after": after}
