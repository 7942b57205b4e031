"""Taking a piece of an opening, from its benefit's page."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from benefits.queries.openings.cards import OpeningCard, cards_of
from benefits.queries.openings.shown import openings_shown
from benefits.queries.openings.standing import Asked
from benefits.rules.openings import AlreadyTaken
from common.clock import now
from common.refusals import Refused
from common.replay import KeyMissing, KeyReused
from redemption.operations import check_attempt
from redemption.portal.claiming import ClaimForm, place_of, take_once
from redemption.portal.cookies import device_named, device_print, keep_device
from redemption.portal.forms import AccountForm
from redemption.portal.gate import MemberRequest, actor_of, member_only
from redemption.portal.risk import attempt_of, is_to_prove, to_challenge
from redemption.portal.views.accounts import is_bound
from redemption.portal.views.benefit import benefit_page
from redemption.queries.claim_needs import needs_of
from redemption.queries.faces import latest_items


@require_http_methods(["GET", "HEAD", "POST"])
@member_only
def claim(request: MemberRequest, opening_id: UUID) -> HttpResponse:
    """Take a piece. Whoever has theirs already is led to it; everybody else reads why not."""
    if request.method != "POST":
        return redirect("portal:benefit", _card_or_404(request, opening_id).benefit.code)
    at, device = now(), device_named(request)
    form = ClaimForm(key=request.POST.get("key", ""), choices=tuple(request.POST.getlist("choices")))
    try:
        asked = Asked(opening_id, request.member.id, device_print(device))
        check_attempt("claim", attempt_of(request), at=at)
        grant_id, redemption_ids = take_once(asked, by=actor_of(request), form=form, at=at)
    except AlreadyTaken as again:
        return redirect(_place_of_taken(request, again.facts["grant_ids"][-1]))
    except (KeyMissing, KeyReused):
        # Not a form of ours, or one of another opening: the page is shown with a fresh one.
        return redirect("portal:benefit", _card_or_404(request, opening_id).benefit.code)
    except Refused as refused:
        code = _card_or_404(request, opening_id).benefit.code
        if is_to_prove(refused):
            return to_challenge(request, refused, reverse("portal:benefit", args=[code]))
        return benefit_page(request, code, at=at, status=refused.status, refusal=refused.for_member(), chosen=form.choices)
    response = redirect(place_of(grant_id, redemption_ids))
    keep_device(response, device)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@member_only
def bind_for_opening(request: MemberRequest, opening_id: UUID) -> HttpResponse:
    """Bind an account in place, before the piece is taken that needs it."""
    face = _card_or_404(request, opening_id).benefit
    if request.method != "POST":
        return redirect("portal:benefit", face.code)
    kinds = {need.brand_slug: need.account_kind for need in needs_of(face, request.member.id).accounts}
    form = AccountForm(request.POST, kinds=kinds)
    if not is_bound(request, form, at=now()):
        return benefit_page(request, face.code, at=now(), status=422, form=form)
    return redirect("portal:benefit", face.code)


def _card_or_404(request: MemberRequest, opening_id: UUID) -> OpeningCard:
    cards = cards_of(openings_shown(request.member.id, at=now(), opening_id=opening_id, with_past=True))
    if not cards:
        raise Http404
    return cards[0]


def _place_of_taken(request: MemberRequest, grant_id: UUID) -> str:
    return place_of(grant_id, [item.id for item in latest_items([grant_id], request.member.id).get(grant_id, [])])
