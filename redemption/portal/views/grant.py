"""A grant's page: what it gives, until when, why one has it; the claim, and each part on its way."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from benefits.queries.portal import GrantReceipt, grant_for_member
from common.clock import now
from common.refusals import Refused
from common.replay import KeyMissing, KeyReused
from redemption.operations import check_attempt
from redemption.portal.claiming import ClaimForm, claim_once, new_claim_key, place_of
from redemption.portal.gate import MemberRequest, actor_of, member_only
from redemption.portal.pace import poll_seconds, stamp_of
from redemption.portal.page import Moving, moving_page
from redemption.portal.risk import attempt_of, is_to_prove, to_challenge
from redemption.queries.claim_needs import needs_of
from redemption.queries.faces import latest_items
from redemption.queries.uses import seats_left
from redemption.queries.wallet import WalletItem, item_of


@require_safe
@member_only
def grant(request: MemberRequest, grant_id: UUID) -> HttpResponse:
    """One grant. Asked for by htmx, only the part that moves."""
    return grant_page(request, receipt_or_404(request, grant_id), at=now())


@require_http_methods(["GET", "HEAD", "POST"])
@member_only
def claim(request: MemberRequest, grant_id: UUID) -> HttpResponse:
    """Take the grant. Whatever was tapped twice leads to the same redemption."""
    if request.method != "POST":
        return redirect("portal:grant", grant_id)
    at, receipt = now(), receipt_or_404(request, grant_id)
    form = ClaimForm(key=request.POST.get("key", ""), choices=tuple(request.POST.getlist("choices")))
    try:
        check_attempt("claim", attempt_of(request, grant_id=grant_id), at=at)
        redemption_ids = claim_once(grant_id=grant_id, by=actor_of(request), form=form, at=at)
    except (KeyMissing, KeyReused):
        # Not a form of ours, or one of another grant: the page is shown with a fresh one.
        return redirect("portal:grant", grant_id)
    except Refused as refused:
        if is_to_prove(refused):
            return to_challenge(request, refused, reverse("portal:grant", args=[grant_id]))
        return grant_page(request, receipt, at=at, status=refused.status, refusal=refused.for_member(), chosen=form.choices)
    return redirect(place_of(grant_id, redemption_ids))


def receipt_or_404(request: MemberRequest, grant_id: UUID) -> GrantReceipt:
    """The member's own grant; a foreign one is as missing as one that never was."""
    receipt = grant_for_member(grant_id, request.member.id)
    if receipt is None:
        raise Http404
    return receipt


def grant_page(request: MemberRequest, receipt: GrantReceipt, *, at: datetime, status: int = 200, **more: Any) -> HttpResponse:
    """The grant's page in whatever state it is; ``more`` may carry a refusal, or a form with errors."""
    member, held = request.member, receipt.grant
    item = item_of(held, latest_items([held.id], member.id).get(held.id, []), zone=member.time_zone, at=at)
    return moving_page(
        request,
        "grant.html",
        _moving(item, at),
        at=at,
        status=status,
        section="home",
        receipt=receipt,
        item=item,
        benefit=held.benefit,
        terms=receipt.terms,
        needs=needs_of(held.benefit, member.id) if item.shown in {"claimable", "later"} else None,
        key=new_claim_key(),
        seats_left=seats_left(held.benefit.id, held.benefit.seats) if held.benefit.seats else None,
        bind_url=reverse("portal:grant_account", args=[held.id]),
        here=reverse("portal:grant", args=[held.id]),
        **more,
    )


def _moving(item: WalletItem, at: datetime) -> Moving:
    begun = [redemption.created_at for redemption in item.redemptions if redemption.is_open]
    stamp = stamp_of([item.shown, *(r.state for r in item.redemptions)])
    seconds = poll_seconds(max(begun), at) if begun else None
    return Moving("grant-status", "portal/parts/grant_status.html", reverse("portal:grant", args=[item.grant.id]), stamp, seconds)
