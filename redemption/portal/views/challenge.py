"""The challenge: a button that sends a one-time code to the member's own phone or mail, and a field that takes it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from common.clock import now
from common.refusals import Refused
from common.visitor import address_of
from members.operations import WrongCode, request_proof_code
from members.queries import address_that_stood, address_to_ask
from redemption.operations import count_miss, pass_challenge
from redemption.portal.gate import MemberRequest, member_only, safe_next
from redemption.portal.page import page
from redemption.portal.risk import attempt_of


@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
@member_only
def challenge(request: MemberRequest) -> HttpResponse:
    """Without a code in the form, one is sent; with one, it is tried. Once it is right, the member is where they were."""
    if request.method != "POST":
        return _page(request)
    code = request.POST.get("code", "").strip()[:32]
    try:
        if request.POST.get("send") or not code:
            request_proof_code(member_id=request.member.id, ip=address_of(request), at=now())
            return _page(request, is_sent=True)
        pass_challenge(member_id=request.member.id, code=code, ip=address_of(request), at=now())
    except WrongCode as refused:
        count_miss(attempt_of(request), at=now())
        return _page(request, is_sent=True, refusal=refused.for_member(), status=422)
    except Refused as refused:
        # A code that was sent a moment ago is still good.
        return _page(request, is_sent=refused.code == "too_many_codes", refusal=refused.for_member(), status=refused.status)
    return redirect(_back(request))


def _page(request: MemberRequest, *, is_sent: bool = False, status: int = 200, **more: Any) -> HttpResponse:
    is_changed = (request.POST or request.GET).get("why") == "changed"
    # A first phone of one's own passes a challenge, and lifts no hold.
    address = (address_that_stood if is_changed else address_to_ask)(request.member.id, at=now())
    context = {
        "to": address.masked if address else "",
        "is_sent": is_sent,
        "back": _back(request),
        "is_changed": is_changed,
        **more,
    }
    return page(request, "challenge.html", at=now(), status=status, **context)


def _back(request: MemberRequest) -> str:
    return safe_next(request.POST.get("next") or request.GET.get("next", ""))
