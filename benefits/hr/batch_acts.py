"""What is done with a batch: confirmed, put away, continued, undone. Each calls one operation and shows the batch again."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from benefits.hr.batch_page import CONFIRM, UNDO, draw, own_batch, seen_form
from benefits.models import Batch
from benefits.operations import confirm_batch, discard_batch, resume_batch, undo_batch
from benefits.queries.hr import batches
from benefits.states import BatchState
from common import clock
from common.console import ActForm, enterprise_of, hr_site
from common.console.acts.reason import ReasonField
from common.console.names import actor_of
from common.refusals import Refused, StillBusy


class UndoForm(ActForm):
    reason = ReasonField()


@require_POST
def batch_confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Confirm what was seen. A second click, here or in another tab, finds the batch confirmed and changes nothing."""
    batch = _to_act_on(request, pk, CONFIRM)
    file = batches.file_of(batch)
    if file is None:  # A program's batch was confirmed by being sent.
        raise Http404
    form = seen_form(file, request.POST)
    if not form.is_valid():
        if "file_sha256" in form.errors:
            return draw(request, batch, refused=_("Reload the page, look at the preview again, and confirm."), status=400)
        return draw(request, batch, form=form, refused=_("Some things in this file must be ticked first."), status=400)
    digest = bytes.fromhex(form.cleaned_data["file_sha256"])
    return _acted(request, batch, lambda acts: confirm_batch(file_sha256=digest, **acts))


@require_POST
def batch_discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put a checked file away."""
    return _acted(request, _to_act_on(request, pk, CONFIRM), lambda acts: discard_batch(**acts))


@require_POST
def batch_resume(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Go on issuing where a job gave up."""
    return _acted(request, _to_act_on(request, pk, CONFIRM), lambda acts: resume_batch(**acts))


def batch_undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what undoing would do, and do it once a reason is given; again, where it had stopped half-way."""
    batch = _to_act_on(request, pk, UNDO)
    if batch.state != BatchState.DONE or (batch.is_being_undone and request.method != "POST"):
        return HttpResponseRedirect(reverse("hr:batch", args=[pk]))
    form = UndoForm(request.POST or None, request=request, obj=batch)
    if request.method != "POST" or not form.is_valid():
        return _undo_page(request, batch, form, status=400 if form.is_bound else 200)
    return _acted(request, batch, lambda acts: _undo(request, acts, form.cleaned_data["reason"]))


def _undo(request: HttpRequest, acts: dict[str, Any], reason: str) -> None:
    result = undo_batch(**acts, reason=reason)
    if not result.is_finished:  # The page of the batch shows how far it is.
        return
    taken = ngettext("%(count)d grant was taken back.", "%(count)d grants were taken back.", result.reversed)
    messages.success(request, taken % {"count": result.reversed})


def _undo_page(request: HttpRequest, batch: Batch, form: UndoForm, *, status: int) -> HttpResponse:
    context = {
        **hr_site.each_context(request),
        "title": _("Undo a batch"),
        "batch": batch,
        "form": form,
        "forecast": batches.undo_forecast(batch),
        "kept": batches.kept_grants(batch),
        "unit": batch.budget.unit if batch.budget else "",
    }
    return TemplateResponse(request, "hr/batch_undo.html", context, status=status)


def _to_act_on(request: HttpRequest, pk: UUID, right: str) -> Batch:
    """The batch, if it is the enterprise's (else 404) and the person may act (else 403)."""
    batch = own_batch(request, pk)
    if not hr_site.may(request, right):
        raise PermissionDenied
    return batch


def _acts(request: HttpRequest, batch: Batch) -> dict[str, Any]:
    return {"batch_id": batch.id, "enterprise_id": enterprise_of(request), "by": actor_of(request), "at": clock.now()}


def _acted(request: HttpRequest, batch: Batch, act: Callable[[dict[str, Any]], object]) -> HttpResponse:
    try:
        act(_acts(request, batch))
    except (Refused, OperationalError) as error:
        refused = error if isinstance(error, Refused) else StillBusy()
        return draw(request, own_batch(request, batch.id), refused=refused.for_staff(), status=refused.status)
    return HttpResponseRedirect(reverse("hr:batch", args=[batch.id]))
