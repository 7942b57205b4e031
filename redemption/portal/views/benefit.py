"""A benefit's page: what it is, what it is worth, how it is used, how one gets it; and the button where it is open to take."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from benefits.queries.faces import BenefitFace, parts_of, terms_given
from benefits.queries.openings.shown import ShownOpening, openings_shown
from benefits.queries.portal import benefit_for_member, grants_of_benefit
from common.clock import now
from redemption.portal.claiming import new_claim_key, place_of
from redemption.portal.cookies import device_named, keep_device
from redemption.portal.gate import MemberRequest, member_only
from redemption.portal.page import page
from redemption.queries.claim_needs import needs_of
from redemption.queries.uses import seats_left
from redemption.queries.wallet import WalletItem, items_of

# Without JavaScript the page looks again by itself: calmly, and just when it opens.
SLOWEST_REFRESH, FASTEST_REFRESH = 60, 5


@dataclass(frozen=True, slots=True)
class Door:
    """An opening on its benefit's page, and where the member's own piece of it is."""

    opening: ShownOpening
    key: str
    place: str


@require_safe
@member_only
def benefit(request: MemberRequest, code: str) -> HttpResponse:
    """One benefit that the member holds, held, may be given or may take."""
    return benefit_page(request, code, at=now())


def benefit_page(request: MemberRequest, code: str, *, at: datetime, status: int = 200, **more: Any) -> HttpResponse:
    """The benefit's page; ``more`` may carry a refusal, or a form with errors."""
    member = request.member
    openings = openings_shown(member.id, at=at, with_past=True)
    opened = {opening.benefit_id for opening in openings}
    face = benefit_for_member(code, member_id=member.id, enterprise_id=member.enterprise_id, at=at, opened=opened)
    if face is None:
        raise Http404
    items = items_of(grants_of_benefit(face.id, member.id), member.id, zone=member.time_zone, at=at)
    doors = [_door(opening, items) for opening in _worth_showing([o for o in openings if o.benefit_id == face.id])]
    response = page(
        request,
        "benefit.html",
        at=at,
        status=status,
        section="home",
        benefit=face,
        terms=terms_given(face.id, at),
        parts=parts_of(face.id) if face.kind == "bundle" else [],
        items=items,
        doors=doors,
        seats_left=seats_left(face.id, face.seats) if face.seats else None,
        refresh_seconds=_refresh_seconds(doors, at),
        **_for_taking(request, face, doors),
        **more,
    )
    if doors:
        keep_device(response, device_named(request))
    return response


def _worth_showing(openings: list[ShownOpening]) -> list[ShownOpening]:
    """What can still be had first; what is over only if nothing else is there."""
    order = ("open", "soon", "yours", "sold_out")
    live = sorted((o for o in openings if o.shown in order), key=lambda o: order.index(o.shown))
    return live or openings[-1:]


def _door(opening: ShownOpening, items: list[WalletItem]) -> Door:
    own = next((item for item in items if item.grant.id == opening.grant_id), None)
    redemptions: list[UUID] = [own.link_to.id] if own and own.link_to else []
    return Door(opening, new_claim_key(), place_of(own.grant.id, redemptions) if own else "")


def _for_taking(request: MemberRequest, face: BenefitFace, doors: list[Door]) -> dict[str, Any]:
    """What a take needs to be told, where there is something to take."""
    door = next((door for door in doors if door.opening.shown in ("open", "soon")), None)
    if door is None:
        return {}
    bind_url = reverse("portal:opening_account", args=[door.opening.id])
    return {"needs": needs_of(face, request.member.id), "bind_url": bind_url, "here": reverse("portal:benefit", args=[face.code])}


def _refresh_seconds(doors: list[Door], at: datetime) -> int | None:
    waits = [(door.opening.opens_at - at).total_seconds() for door in doors if door.opening.shown == "soon"]
    return max(FASTEST_REFRESH, min(SLOWEST_REFRESH, int(min(waits)) + 1)) if waits else None
