"""The first page: what is mine, what ends next, one clear next button."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from benefits.queries.openings.cards import cards_of
from benefits.queries.openings.shown import ShownOpening, openings_shown
from common.clock import now
from members.queries import SignedInMember
from members.queries.notices import unread_count
from redemption.portal.claiming import new_claim_key
from redemption.portal.pace import poll_seconds, stamp_of
from redemption.portal.page import Moving, moving_page, page
from redemption.queries.claim_needs import ClaimNeeds, needs_of
from redemption.queries.wallet import Wallet, wallet_of

MOST_OPENINGS = 5
# Of each group, until one asks for all: whoever holds fifty benefits still sees all groups on a screen or two.
MOST_OF_A_GROUP = 5


# Fifty grants are fifty similar lines. Nothing secret stands here, and the CSRF token is masked anew each time.
@gzip_page
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The wallet of the signed-in member; a welcome for everybody else."""
    member: SignedInMember | None = getattr(request, "member", None)
    at = now()
    if member is None:
        return page(request, "welcome.html", at=at)
    wallet = wallet_of(member.id, zone=member.time_zone, at=at)
    return moving_page(
        request,
        "home.html",
        _moving(wallet, at),
        at=at,
        section="home",
        greeting=_greeting(member, at),
        wallet=wallet,
        most_shown=":" if request.GET.get("all") else f":{MOST_OF_A_GROUP}",
        openings=cards_of(_worth_a_look(openings_shown(member.id, at=at))),
        needs=_needs(wallet, member),
        key=new_claim_key(),
        unread=unread_count(member.id),
    )


def _greeting(member: SignedInMember, at: datetime) -> str:
    hour = at.astimezone(ZoneInfo(member.time_zone)).hour
    if 5 <= hour < 12:
        return _("Good morning, %(name)s") % {"name": member.name}
    if 12 <= hour < 18:
        return _("Good afternoon, %(name)s") % {"name": member.name}
    return _("Good evening, %(name)s") % {"name": member.name}


def _worth_a_look(openings: list[ShownOpening]) -> list[ShownOpening]:
    """What can be taken, then what comes, then what was missed; what one has stands among the grants."""
    order = ("open", "soon", "sold_out")
    return sorted((o for o in openings if o.shown in order), key=lambda o: order.index(o.shown))[:MOST_OPENINGS]


def _needs(wallet: Wallet, member: SignedInMember) -> ClaimNeeds | None:
    upcoming = wallet.next
    return needs_of(upcoming.grant.benefit, member.id, with_own=False) if upcoming and upcoming.shown == "claimable" else None


def _moving(wallet: Wallet, at: datetime) -> Moving:
    begun = [redemption.created_at for item in wallet.items for redemption in item.redemptions if redemption.is_open]
    stamp = stamp_of((item.grant.id, item.shown, *(r.state for r in item.redemptions)) for item in wallet.items)
    # Never eager here: whoever has just claimed looks at the redemption's own page.
    seconds = max(5, poll_seconds(max(begun), at)) if begun else None
    return Moving("wallet", "portal/parts/wallet.html", reverse("portal:home"), stamp, seconds)
