"""Locking a grant for a claim, with all that the claim decides by."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet, UUIDField

from benefits.models import Benefit, Grant
from benefits.models.benefit import BenefitKind
from common.sql import Given, KeptQuery


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to deliver: a benefit that is no bundle, with its product."""

    benefit_id: UUID
    benefit_code: str
    kind: str
    quantity: int
    is_optional: bool
    product_id: UUID | None
    sku: str
    brand: str
    account_kind: str
    minimum_days_left: int


# A claim is the hottest act there is: of the rows beside the grant it reads what it decides by, and no more.
_READ_OF_BENEFIT = (
    "code",
    "kind",
    "choose_count",
    "product__sku",
    "product__account_kind",
    "product__minimum_days_left",
    "product__brand__slug",
)
_READ = (
    *(field.name for field in Grant._meta.concrete_fields),
    *(f"benefit__{name}" for name in _READ_OF_BENEFIT),
    "terms__weekdays",
    "terms__limit_per_member",
    "terms__limit_period_days",
    "terms__warn_days",
    "enterprise__time_zone",
)


@dataclass(frozen=True, slots=True)
class LockedGrant:
    """A grant whose row is locked until the transaction ends. ``row`` is for the outcome operations alone."""

    row: Grant
    items: tuple[Item, ...]
    choose_count: int
    weekdays: tuple[int, ...]
    limit_per_member: int | None
    limit_period_days: int | None
    time_zone: str


def _locked(mine: Q) -> QuerySet[Grant]:
    rows = Grant.objects.select_for_update(of=("self",)).select_related("benefit__product__brand", "terms", "enterprise")
    return rows.only(*_READ).filter(mine).order_by()


_THIS = Q(id=Given("grant_id", UUIDField()))
_lock = KeptQuery(lambda: _locked(_THIS))
_lock_own = KeptQuery(lambda: _locked(_THIS & Q(member_id=Given("member_id", UUIDField()))))


def lock_grant(grant_id: UUID, *, member_id: UUID | None = None) -> LockedGrant | None:
    """
    Lock one grant; None when it is missing or not this member's. Two queries, three for a bundle.

    Locks    the grant.
    """
    rows = _lock(grant_id=grant_id) if member_id is None else _lock_own(grant_id=grant_id, member_id=member_id)
    row = next(iter(rows), None)
    if row is None:
        return None
    return LockedGrant(
        row=row,
        items=_items(row),
        choose_count=row.benefit.choose_count if row.benefit.kind == BenefitKind.BUNDLE else 0,
        weekdays=tuple(row.terms.weekdays),
        limit_per_member=row.terms.limit_per_member,
        limit_period_days=row.terms.limit_period_days,
        time_zone=row.enterprise.time_zone,
    )


def held_within(member_id: UUID, benefit_id: UUID, *, since: datetime | None) -> int:
    """How many pieces of a benefit a member has claimed, since a moment or ever."""
    claimed = Grant.objects.filter(member_id=member_id, benefit_id=benefit_id, state__in=["claimed", "fulfilled", "used"])
    if since is not None:
        claimed = claimed.filter(claimed_at__gt=since)
    return sum(claimed.values_list("quantity", flat=True))


def _items(grant: Grant) -> tuple[Item, ...]:
    if grant.benefit.kind != BenefitKind.BUNDLE:
        return (_item(grant.benefit, grant.quantity, is_optional=False),)
    parts = grant.benefit.parts.select_related("benefit__product__brand").order_by("position", "id")
    return tuple(_item(part.benefit, part.quantity * grant.quantity, is_optional=part.is_optional) for part in parts)


def _item(benefit: Benefit, quantity: int, *, is_optional: bool) -> Item:
    product = benefit.product
    return Item(
        benefit_id=benefit.id,
        benefit_code=benefit.code,
        kind=benefit.kind,
        quantity=quantity,
        is_optional=is_optional,
        product_id=product.id if product else None,
        sku=product.sku if product else "",
        brand=product.brand.slug if product else "",
        account_kind=product.account_kind if product else "",
        minimum_days_left=product.minimum_days_left if product else 0,
    )
