"""What one member holds and may read. Everything is asked for by its owner: a foreign row and a missing one look the same."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db.models import DateTimeField, Q, QuerySet, UUIDField

from benefits.models import Benefit, Grant
from benefits.queries.faces import FACE_FIELDS, BenefitFace, TermsSheet, face_of, sheet_of
from benefits.queries.why import occasion_of, why_beside_occasion
from benefits.queries.words import Words
from benefits.states import BenefitState, GrantState
from common.sql import Given, KeptQuery, KeptValues, among

LIVE = (GrantState.SCHEDULED, GrantState.CLAIMABLE, GrantState.CLAIMED, GrantState.FULFILLED)
ENDED_SHOWN_FOR = timedelta(days=60)
MOST_SHOWN = 300


@dataclass(frozen=True, slots=True)
class WalletGrant:
    """One grant in its member's wallet."""

    id: UUID
    serial: str
    benefit: BenefitFace
    state: str
    quantity: int
    claimable_from: datetime
    claimable_until: datetime
    weekdays: tuple[int, ...]
    note: str
    created_at: datetime
    activated_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class GrantReceipt:
    """Why the member has it: who gave it, on what occasion, under which terms. ``why`` is what was said of them alone."""

    grant: WalletGrant
    terms: TermsSheet
    given_by: Words
    why: str
    occasion: str


@dataclass(frozen=True, slots=True)
class BrandFace:
    """A brand in whose accounts something of the member's may land."""

    slug: str
    name: Words
    account_kind: str


def grants_for_member(member_id: UUID, at: datetime) -> list[WalletGrant]:
    """Everything live, and what ended in the last 60 days; the newest 300. Two queries."""
    grants = _held(member_id=member_id, since=at - ENDED_SHOWN_FOR)
    faces = {benefit.id: face_of(benefit) for benefit in _benefits(ids=list({benefit_id for benefit_id, *_rest in grants}))}
    return [_held_grant(row, faces) for row in grants]


def grant_for_member(grant_id: UUID, member_id: UUID) -> GrantReceipt | None:
    """One grant with its receipt, if it is this member's. One query."""
    grant = _grants(member_id).select_related("enterprise", "batch").filter(id=grant_id).first()
    if grant is None:
        return None
    return GrantReceipt(_wallet_grant(grant), sheet_of(grant.terms), _giver(grant), why_beside_occasion(grant), occasion_of(grant))


def grants_of_benefit(benefit_id: UUID, member_id: UUID) -> list[WalletGrant]:
    """The member's grants of one benefit, newest first; the last twenty."""
    return [_wallet_grant(grant) for grant in _grants(member_id).filter(benefit_id=benefit_id).order_by("-id")[:20]]


def unclaimed_ends(member_id: UUID, *, before: datetime, before_id: UUID, limit: int) -> list[WalletGrant]:
    """Grants that expired or were taken back without a claim, latest end first, for the history."""
    rows: list[Grant] = []
    for column in ("expired_at", "revoked_at"):
        earlier = Q(**{f"{column}__lt": before}) | Q(**{column: before, "id__lt": before_id})
        rows += _grants(member_id).filter(earlier, claimed_at=None).order_by(f"-{column}", "-id")[:limit]
    return [_wallet_grant(grant) for grant in rows]


def benefit_for_member(code: str, *, member_id: UUID, enterprise_id: UUID, at: datetime, opened: Iterable[UUID] = ()) -> BenefitFace | None:
    """
    A benefit that the member may read: one they hold or held, or one that is listed now for their enterprise.

    ``opened`` are the ids of benefits that an opening shows to them, listed or not.
    """
    listed = (
        Q(state=BenefitState.LISTED)
        & (Q(enterprise=None) | Q(enterprise_id=enterprise_id))
        & (Q(listed_from=None) | Q(listed_from__lte=at))
        & (Q(listed_until=None) | Q(listed_until__gt=at))
    )
    held = Q(id__in=Grant.objects.filter(member_id=member_id).values("benefit_id"))
    benefit = Benefit.objects.select_related("product__brand").filter(listed | held | Q(id__in=opened), code=code).first()
    return face_of(benefit) if benefit else None


def topup_brands_for_member(member_id: UUID) -> list[BrandFace]:
    """The brands whose top-ups the member was given, alone or inside a bundle, each once."""
    given = Grant.objects.filter(member_id=member_id, state__in=LIVE).values("benefit_id")
    wanted = Q(id__in=given) | Q(id__in=Benefit.objects.filter(id__in=given).values("parts__benefit_id"))
    topups = Benefit.objects.filter(wanted, kind="topup").select_related("product__brand").order_by("product__brand__name", "id")
    faces = [face_of(benefit) for benefit in topups]
    return list({face.brand_slug: BrandFace(face.brand_slug, face.brand, face.account_kind) for face in faces}.values())


def brand_names(slugs: set[str]) -> dict[str, Words]:
    """The names of brands by slug, as far as some benefit is of that brand."""
    rows = Benefit.objects.filter(product__brand__slug__in=slugs).values_list(
        "product__brand__slug", "product__brand__name", "product__brand__name_en"
    )
    return {slug: Words(name, name_en) for slug, name, name_en in rows.distinct().order_by()}


def _grants(member_id: UUID) -> QuerySet[Grant]:
    return Grant.objects.filter(member_id=member_id).select_related("benefit__product__brand", "terms")


# The first page is looked at more often than all others, and shows many grants of few benefits.
_READ = (
    "benefit_id",
    "id",
    "serial",
    "state",
    "quantity",
    "claimable_from",
    "claimable_until",
    "terms__weekdays",
    "note",
    "created_at",
    "activated_at",
    "used_at",
    "expired_at",
    "revoked_at",
)


def _held_by() -> QuerySet[Any, Any]:
    since = Given("since", DateTimeField())
    shown = Q(state__in=LIVE) | Q(used_at__gt=since) | Q(expired_at__gt=since) | Q(revoked_at__gt=since)
    mine = Grant.objects.filter(shown, member_id=Given("member_id", UUIDField())).order_by("-id")
    return mine.values_list(*_READ)[:MOST_SHOWN]


_held = KeptValues(_held_by)
_benefits = KeptQuery(
    lambda: Benefit.objects.select_related("product__brand").only(*FACE_FIELDS).filter(among("id", "ids", UUIDField())).order_by()
)


def _giver(grant: Grant) -> Words:
    return Words(grant.enterprise.name, grant.enterprise.name_en)


def _held_grant(row: Sequence[Any], faces: Mapping[UUID, BenefitFace]) -> WalletGrant:
    (
        benefit_id,
        grant_id,
        serial,
        state,
        quantity,
        opens,
        ends,
        weekdays,
        note,
        created_at,
        activated_at,
        used_at,
        expired_at,
        revoked_at,
    ) = row
    return WalletGrant(
        id=grant_id,
        serial=serial,
        benefit=faces[benefit_id],
        state=state,
        quantity=quantity,
        claimable_from=opens,
        claimable_until=ends,
        weekdays=tuple(weekdays),
        note=note,
        created_at=created_at,
        activated_at=activated_at,
        ended_at=used_at or expired_at or revoked_at,
    )


_columns_of = attrgetter(*(name.replace("__", ".") for name in _READ))


def _wallet_grant(grant: Grant) -> WalletGrant:
    return _held_grant(_columns_of(grant), {grant.benefit_id: face_of(grant.benefit)})
