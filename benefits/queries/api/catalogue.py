"""What a member may have: what they hold, and what is listed for their enterprise, each with the way to it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils.dateformat import format as formatted
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from benefits.models import Benefit, Grant, Terms
from benefits.models.benefit import BenefitKind
from benefits.queries.faces import BenefitFace, PartFace, TermsSheet, face_of, parts_of, sheet_of
from benefits.queries.openings.shown import ShownOpening, openings_shown
from benefits.queries.portal import LIVE, benefit_for_member
from benefits.queries.specifics import facts_of
from benefits.states import BenefitState, GrantState
from common.pages import Page, Place, page_at

BENEFIT_KINDS = BenefitKind.choices


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom the catalogue is read: a member, their enterprise, their time zone, and whom they may ask."""

    member_id: UUID
    enterprise_id: UUID
    time_zone: str
    support_contact: str


@dataclass(frozen=True, slots=True)
class BenefitView:
    """
    One benefit with the way to it.

    ``claimable`` are the grants that can be claimed now, the one that ends first in front; ``openings`` those meant for the member.
    """

    face: BenefitFace
    how_to_get: str
    claimable: list[UUID]
    openings: list[ShownOpening]


@dataclass(frozen=True, slots=True)
class BenefitDetail(BenefitView):
    """One benefit in full: its parts if it is a bundle, and its present terms."""

    parts: list[PartFace]
    terms: TermsSheet | None

    @property
    def specifics(self) -> dict[str, Any]:
        # Where content is to be found is for those who have claimed it.
        found = facts_of(self.face.kind, self.terms.specifics) if self.terms else {}
        return {name: value for name, value in found.items() if name != "link"}


def benefits_for_member(reader: Reader, *, at: datetime, place: Place) -> Page[BenefitView]:
    """One page of the catalogue by code; three queries."""
    openings = openings_shown(reader.member_id, at=at)
    page = page_at(place, _readable(reader, {opening.benefit_id for opening in openings}, at), order="code")
    held = _held([benefit.id for benefit in page.rows], reader.member_id)

    def view(benefit: Benefit) -> BenefitView:
        own = [opening for opening in openings if opening.benefit_id == benefit.id]
        return _view(face_of(benefit), held.get(benefit.id, []), own, reader=reader, at=at)

    return page.of(view)


def benefit_detail(code: str, reader: Reader, *, at: datetime) -> BenefitDetail | None:
    """One benefit of the catalogue, or one that the member held; five queries."""
    openings = openings_shown(reader.member_id, at=at)
    opened = {opening.benefit_id for opening in openings}
    face = benefit_for_member(code, member_id=reader.member_id, enterprise_id=reader.enterprise_id, at=at, opened=opened)
    if face is None:
        return None
    grants = _held([face.id], reader.member_id).get(face.id, [])
    terms = Terms.objects.filter(benefit_id=face.id).order_by("-version").first()
    parts = parts_of(face.id) if face.kind == "bundle" else []
    view = _view(face, grants, [opening for opening in openings if opening.benefit_id == face.id], reader=reader, at=at)
    return BenefitDetail(face, view.how_to_get, view.claimable, view.openings, parts, sheet_of(terms) if terms else None)


def _readable(reader: Reader, opened: Iterable[UUID], at: datetime) -> QuerySet[Benefit]:
    listed = (
        Q(state=BenefitState.LISTED)
        & (Q(enterprise=None) | Q(enterprise_id=reader.enterprise_id))
        & (Q(listed_from=None) | Q(listed_from__lte=at))
        & (Q(listed_until=None) | Q(listed_until__gt=at))
    )
    held = Q(id__in=Grant.objects.filter(member_id=reader.member_id, state__in=LIVE).values("benefit_id"))
    return Benefit.objects.select_related("product__brand").filter(listed | held | Q(id__in=opened))


def _held(benefit_ids: Sequence[UUID], member_id: UUID) -> dict[UUID, list[Grant]]:
    found: dict[UUID, list[Grant]] = {}
    live = Grant.objects.filter(member_id=member_id, benefit_id__in=benefit_ids, state__in=LIVE)
    for grant in live.only("id", "benefit_id", "state", "claimable_from", "claimable_until").order_by("claimable_until", "id"):
        found.setdefault(grant.benefit_id, []).append(grant)
    return found


def _view(face: BenefitFace, grants: list[Grant], openings: list[ShownOpening], *, reader: Reader, at: datetime) -> BenefitView:
    # The clock is right before the sweep has been round.
    open_grants = [g for g in grants if g.state in (GrantState.SCHEDULED, GrantState.CLAIMABLE) and at < g.claimable_until]
    claimable = [g for g in open_grants if g.claimable_from <= at]
    how = _of_grants(open_grants, claimable, reader) or _of_openings(openings, reader) or _otherwise(grants, openings, reader)
    return BenefitView(face, how, [g.id for g in claimable], openings)


def _of_grants(open_grants: list[Grant], claimable: list[Grant], reader: Reader) -> str:
    if claimable:
        return _("It's yours: claim it by %(when)s.") % {"when": _moment(claimable[0].claimable_until, reader)}
    if open_grants:
        return _("It's yours from %(when)s on.") % {"when": _moment(min(g.claimable_from for g in open_grants), reader)}
    return ""


def _of_openings(openings: list[ShownOpening], reader: Reader) -> str:
    """What is open now goes before what comes; both are in the order of time."""
    for opening in openings:
        if opening.shown == "open":
            return _("First come, first served, until %(when)s: take yours.") % {"when": _moment(opening.closes_at, reader)}
    for opening in openings:
        if opening.shown == "soon":
            return _("First come, first served, from %(when)s on.") % {"when": _moment(opening.opens_at, reader)}
    return ""


def _otherwise(grants: list[Grant], openings: list[ShownOpening], reader: Reader) -> str:
    if any(g.state == GrantState.CLAIMED for g in grants):
        return _("You have claimed it, and it's on its way.")
    if any(g.state == GrantState.FULFILLED for g in grants):
        return _("You have it.")
    if any(opening.shown == "sold_out" for opening in openings):
        return _("They are all gone this time.")
    if reader.support_contact:
        return _("Your company gives this one. Ask %(contact)s.") % {"contact": reader.support_contact}
    return _("Your company gives this one. Ask your HR department.")


def _moment(at: datetime, reader: Reader) -> str:
    # By language and not through the catalogue: a format is no sentence.
    shape = "Y年n月j日 H:i" if (get_language() or "").startswith("zh") else "j M Y, H:i"
    return formatted(at.astimezone(ZoneInfo(reader.time_zone)), shape)
