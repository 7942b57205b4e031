"""A redemption's page: a status that moves by itself, and a code that is shown only when asked for."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from benefits.queries.faces import TermsSheet, terms_given
from benefits.queries.portal import grant_for_member
from benefits.queries.specifics import Said, event_begins_at, said_of
from common.clock import now
from common.refusals import Refused
from common.visitor import address_of, device_of
from redemption import operations
from redemption.portal.failures import failure_in_words
from redemption.portal.gate import MemberRequest, actor_of, member_only
from redemption.portal.links import safe_use_url
from redemption.portal.pace import poll_seconds, stamp_of
from redemption.portal.page import Moving, moving_page
from redemption.portal.risk import attempt_of, is_to_prove, to_challenge
from redemption.queries.complaints import complaints_about, was_shown_to
from redemption.queries.faces import RedemptionFace, redemption_for_member, successor_of
from redemption.queries.uses import last_use_of
from redemption.states import ComplaintReason


@require_safe
@member_only
def redemption(request: MemberRequest, redemption_id: UUID) -> HttpResponse:
    """One redemption. Asked for by htmx, only the part that moves."""
    return redemption_page(request, face_or_404(request, redemption_id), at=now())


@require_http_methods(["GET", "HEAD", "POST"])
@member_only
def code(request: MemberRequest, redemption_id: UUID) -> HttpResponse:
    """Show the code, once it is asked for by POST. It stands in this answer alone: in no URL, no cookie, no cache."""
    if request.method != "POST":
        return redirect("portal:redemption", redemption_id)
    face, at = face_or_404(request, redemption_id), now()
    try:
        operations.check_attempt("reveal", attempt_of(request), at=at)
        revealed = operations.reveal_code(
            redemption_id=redemption_id,
            member_id=request.member.id,
            by=actor_of(request),
            at=at,
            channel="portal",
            address=address_of(request),
            device=device_of(request),
        )
    except Refused as refused:
        if is_to_prove(refused):
            return to_challenge(request, refused, reverse("portal:redemption", args=[redemption_id]))
        return redemption_page(request, face, at=at, status=refused.status, refusal=refused.for_member())
    return redemption_page(request, face, at=at, revealed=revealed)


@require_http_methods(["GET", "HEAD", "POST"])
@member_only
def use(request: MemberRequest, redemption_id: UUID) -> HttpResponse:
    """ "I have used it"."""
    return _said(request, redemption_id, operations.mark_use)


@require_http_methods(["GET", "HEAD", "POST"])
@member_only
def unuse(request: MemberRequest, redemption_id: UUID) -> HttpResponse:
    """ "That was a mistake"."""
    return _said(request, redemption_id, operations.undo_use)


def _said(request: MemberRequest, redemption_id: UUID, act: Callable[..., object]) -> HttpResponse:
    number = request.POST.get("number", "")
    if request.method != "POST" or not number.isdecimal():
        return redirect("portal:redemption", redemption_id)
    face, at, member_id = face_or_404(request, redemption_id), now(), request.member.id
    try:
        act(redemption_id=redemption_id, by=actor_of(request), at=at, member_id=member_id, number=int(number[:6]))
    except Refused as refused:
        return redemption_page(request, face, at=at, status=refused.status, refusal=refused.for_member())
    return redirect("portal:redemption", redemption_id)


def face_or_404(request: MemberRequest, redemption_id: UUID) -> RedemptionFace:
    """The member's own redemption; a foreign one is as missing as one that never was."""
    face = redemption_for_member(redemption_id, request.member.id)
    if face is None:
        raise Http404
    return face


def redemption_page(request: MemberRequest, face: RedemptionFace, *, at: datetime, status: int = 200, **more: Any) -> HttpResponse:
    """The redemption's page in whatever state it is; ``more`` may carry a code, a refusal, or a form with errors."""
    receipt = grant_for_member(face.grant_id, request.member.id)
    if receipt is None:
        raise Http404
    is_part = receipt.grant.benefit.id != face.benefit.id
    terms = terms_given(face.benefit.id, receipt.grant.created_at) if is_part else receipt.terms
    return moving_page(
        request,
        "redemption.html",
        _moving(face, at),
        at=at,
        status=status,
        section="home",
        redemption=face,
        receipt=receipt,
        benefit=face.benefit,
        is_part=is_part,
        terms=terms,
        use_url=safe_use_url(terms.use_url) if terms else "",
        failure=failure_in_words(face.failure) if face.state == "failed" else "",
        successor_id=successor_of(face.id) if face.state == "reversed" else None,
        use=last_use_of(face.id, at=at) if face.used_count else None,
        begins_at=_yet_to_begin(face, at),
        changed=_changed(face, terms, at) if terms else [],
        **_complaint(face, request.member.id),
        **more,
    )


def _complaint(face: RedemptionFace, member_id: UUID) -> dict[str, Any]:
    """What was said of a code and what came of it; or how to say it, once the code was looked at."""
    if not face.holds_code:
        return {}
    said = complaints_about([face.id]).get(face.id)
    may_say = said is None and face.has_code and was_shown_to(face.id, member_id)
    return {"complaint": said, "complaint_reasons": ComplaintReason.choices if may_say else []}


def _yet_to_begin(face: RedemptionFace, at: datetime) -> datetime | None:
    """When an event begins that is still to come: until then nobody was there."""
    begins_at = event_begins_at(face.benefit.id) if face.kind == "event" and face.is_usable else None
    return begins_at if begins_at and at < begins_at else None


def _changed(face: RedemptionFace, given: TermsSheet, at: datetime) -> list[Said]:
    """An event that was moved since: what was promised stays readable, and where it now is comes first."""
    if face.kind != "event":
        return []
    latest = terms_given(face.benefit.id, at)
    if latest is None or latest.specifics == given.specifics or latest.version <= given.version:
        return []
    return said_of(face.kind, latest.specifics, face.benefit.currency)


def _moving(face: RedemptionFace, at: datetime) -> Moving:
    seconds = poll_seconds(face.created_at, at) if face.is_open else None
    url = reverse("portal:redemption", args=[face.id])
    return Moving("redemption-status", "portal/parts/redemption_status.html", url, stamp_of([face.state, face.used_count]), seconds)
