"""Risk at the portal: who tries, the answer to a miss, and the way to a challenge and back."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from common.refusals import Refused
from common.visitor import address_of, device_mark_of
from members.operations import EmailInvalid, PhoneInvalid
from members.operations import address_of as contact_of
from redemption.operations import Attempt, ContactJustChanged
from redemption.portal.forms import channel_of
from redemption.rules.risk import ChallengeNeeded


def attempt_of(request: HttpRequest, *, grant_id: UUID | None = None) -> Attempt:
    """The member, or the stranger, behind a request."""
    member: Any = getattr(request, "member", None)
    return Attempt(member.id if member else None, address_of(request), device_mark_of(request), grant_id=grant_id)


def stranger_at(request: HttpRequest, address: str) -> Attempt:
    """Somebody who wants to sign in with a phone or mail."""
    try:
        contact_print = contact_of(channel_of(address), address).fingerprint
    except (PhoneInvalid, EmailInvalid):
        contact_print = None
    return Attempt(None, address_of(request), device_mark_of(request), contact_print)


def is_to_prove(refused: Refused) -> bool:
    """Whether a one-time code lifts this refusal."""
    return isinstance(refused, ChallengeNeeded | ContactJustChanged)


def to_challenge(request: HttpRequest, refused: Refused, back: str) -> HttpResponse:
    """The page on which the member proves who they are, and comes back from."""
    why = {"why": "changed"} if isinstance(refused, ContactJustChanged) else {}
    target = f"{reverse('portal:challenge')}?{urlencode({'next': back, **why})}"
    return HttpResponseClientRedirect(target) if request.headers.get("HX-Request") else HttpResponseRedirect(target)
