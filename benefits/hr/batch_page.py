"""The page of one batch, from the first look at its file to what became of it."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from benefits.models import Batch
from benefits.queries.hr import batches, rows
from benefits.queries.hr.shortage import shortages_of
from benefits.states import BatchState
from common import clock
from common.console import enterprise_of, hr_site, job_of, progress
from common.console.names import names_within
from common.console.spreadsheets import SeenForm
from common.console.tones import chip, state_chip
from common.pages import numbered
from common.sheets.file_reasons import FILE_REASONS
from common.sheets.reasons import sentence

CONFIRM, UNDO = "benefits.confirm_batch", "benefits.undo_batch"
_TEMPLATES = {
    BatchState.CHECKING: "hr/batch_checking.html",
    BatchState.READY: "hr/batch_ready.html",
    BatchState.ISSUING: "hr/batch_issuing.html",
    BatchState.DONE: "hr/batch_done.html",
    BatchState.UNDONE: "hr/batch_undone.html",
    BatchState.FAILED: "hr/batch_failed.html",
}
UNDOING = "hr/batch_undoing.html"


def batch_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One batch in its present state; a foreign one and a missing one look the same."""
    batch = own_batch(request, pk)
    if batch.source == "opening" and batch.state == BatchState.ISSUING:  # Whoever comes issues it: watched on its own page.
        return HttpResponseRedirect(reverse("hr:benefits_opening_change", args=[batch.opening.pk]))
    return draw(request, batch)


def own_batch(request: HttpRequest, pk: UUID) -> Batch:
    """:raises Http404: no such batch, or another enterprise's."""
    batch = batches.batch_of(pk, enterprise_of(request))
    if batch is None:
        raise Http404
    return batch


def draw(request: HttpRequest, batch: Batch, *, form: SeenForm | None = None, refused: str = "", status: int = 200) -> HttpResponse:
    """The page of a batch, with a refused confirmation where there was one."""
    file, budget = batches.file_of(batch), batches.budget_of(batch)
    context = {
        **hr_site.each_context(request),
        "title": _("Batch"),
        "batch": batch,
        "chip": batch_chip(batch),
        "names": _people(batch),
        "file": file,
        "budget": budget,
        "unit": budget.unit if budget else "",
        "left_after": budget.available - batch.committed if budget else 0,
        "may_act": hr_site.may(request, CONFIRM),
        "form": form or (seen_form(file) if file else None),
        "refused": refused,
        **_of_state(request, batch),
    }
    template = UNDOING if batch.is_being_undone else _TEMPLATES[BatchState(batch.state)]
    return TemplateResponse(request, template, context, status=status)


def batch_chip(batch: Batch) -> SafeString:
    """The state of a batch as a label; what was put away is not called failed."""
    if batch.problem == "discarded":
        return chip(_("Discarded"))
    if batch.is_being_undone:
        return chip(_("Being undone"), "orange")
    return state_chip(batch.state, BatchState(batch.state).label)


def seen_form(file: batches.BatchFile, data: Any = None) -> SeenForm:
    """The confirmation of a batch: the hash of what is shown, and a tick for each thing to be noticed."""
    return SeenForm(data, notices=file.notices, sample=file.sample, initial={"file_sha256": file.sha256})


def _of_state(request: HttpRequest, batch: Batch) -> dict[str, Any]:
    if batch.is_being_undone:
        return progress(job_of("benefits.undo_batch", batch.id), hr_site)
    match batch.state:
        case BatchState.CHECKING:
            return progress(job_of("benefits.check_batch", batch.id), hr_site)
        case BatchState.ISSUING:
            return progress(job_of("benefits.issue_batch", batch.id), hr_site)
        case BatchState.READY:
            return {**_rows(request, batch), **_forecast(request, batch)}
        case BatchState.DONE:
            return {**_rows(request, batch), "totals": batches.benefit_totals(batch), "share": batches.claim_share(batch)}
        case BatchState.UNDONE:
            return {**_rows(request, batch), "kept": batches.kept_grants(batch)}
    return {"problem": _problem(batch)}


def _rows(request: HttpRequest, batch: Batch) -> dict[str, Any]:
    """The refused rows, filtered and paged as the address says."""
    counts = rows.reason_counts(batch)
    reason = request.GET.get("reason", "")
    after = request.GET.get("after", "")
    known = {code for code, _count in counts}
    page = rows.refused_rows(batch, reason=reason if reason in known else "", after=numbered(after) or 0)
    return {"reasons": counts, "reason": reason if reason in known else "", "refused_page": page, "after": after}


def _forecast(request: HttpRequest, batch: Batch) -> dict[str, Any]:
    totals, after = batches.benefit_totals(batch), request.GET.get("good", "")
    return {
        "totals": totals,
        "good_page": rows.good_rows(batch, after=numbered(after) or 0),
        "good_after": after,
        "new_people": sum(total.new_people for total in totals),
        "pieces": sum(total.pieces for total in totals),
        "is_overtaken": batches.is_overtaken(batch),
        "shortages": shortages_of(batch, at=clock.now()),
    }


def _problem(batch: Batch) -> str:
    if batch.problem == "discarded":
        return _("The file was put away. Nothing was granted.")
    if batch.problem == "nothing_to_grant":
        return _("No row could be granted.")
    if batch.problem not in FILE_REASONS:
        return _("Checking has stopped. Upload the file again; if it stops once more, tell the platform.")
    return sentence(batch.problem, batches.file_problem(batch))


def _people(batch: Batch) -> dict[str, str]:
    signatures = {"created": batch.created_by, "confirmed": batch.confirmed_by, "asked": batch.asked_by}
    names = names_within(batch.enterprise_id, filter(None, signatures.values()))
    return {role: names.get(text, "") for role, text in signatures.items()}
