""" "This code doesn't work": said on the redemption's page."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from common.clock import now
from common.refusals import Refused
from redemption import operations
from redemption.portal.forms import ComplaintForm
from redemption.portal.gate import MemberRequest, actor_of, member_only
from redemption.portal.views.redemption import face_or_404, redemption_page
from redemption.rules.complaining import NoteHoldsCode, Trouble


@sensitive_post_parameters("note")
@require_http_methods(["GET", "HEAD", "POST"])
@member_only
def complaint(request: MemberRequest, redemption_id: UUID) -> HttpResponse:
    """Keep it, once; what comes of it stands on the redemption's page."""
    if request.method != "POST":
        return redirect("portal:redemption", redemption_id)
    face, at, form = face_or_404(request, redemption_id), now(), ComplaintForm(request.POST)
    if not form.is_valid():
        return redemption_page(request, face, at=at, status=422, complaint_form=form)
    try:
        operations.complain(
            redemption_id=redemption_id,
            member_id=request.member.id,
            trouble=Trouble(form.cleaned_data["reason"], form.cleaned_data["note"]),
            by=actor_of(request),
            at=at,
        )
    except NoteHoldsCode as refused:
        # What was typed is a code: it is not sent back.
        form = ComplaintForm({"reason": form.cleaned_data["reason"]})
        form.add_error("note", refused.for_member())
        return redemption_page(request, face, at=at, status=refused.status, complaint_form=form)
    except Refused as refused:
        response = redemption_page(request, face, at=at, status=refused.status, refusal=refused.for_member(), complaint_form=form)
        if wait := refused.facts.get("retry_after"):
            response.headers["Retry-After"] = str(wait)
        return response
    return redirect("portal:redemption", redemption_id)
