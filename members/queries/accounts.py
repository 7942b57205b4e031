"""Bound accounts: masked for pages, opened only for a claim."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from common.sealed import mask_account
from members.models.account import BoundAccount
from members.models.identity import Identity


@dataclass(frozen=True, slots=True)
class AccountView:
    """One bound account as its owner sees it."""

    id: UUID
    brand: str
    kind: str
    masked: str
    verified_at: datetime | None
    bound_at: datetime

    @property
    def is_verified(self) -> bool:
        return self.verified_at is not None


def accounts_of(member_id: UUID) -> list[AccountView]:
    """The member's bound accounts, by brand."""
    rows = BoundAccount.objects.filter(member_id=member_id, removed_at=None).defer("value").order_by("brand")
    return [AccountView(r.id, r.brand, r.kind, r.masked, r.verified_at, r.bound_at) for r in rows]


def own_addresses(member_id: UUID) -> dict[str, str]:
    """The member's own verified phone and mail, masked, by kind: what can be bound without typing it."""
    own = Identity.objects.filter(member_id=member_id, verified_at__isnull=False)
    return {identity.kind: mask_account(identity.value) for identity in own}


def account_for(member_id: UUID, brand: str) -> str | None:
    """
    The account that a top-up of this brand (its slug) lands in, in the open and in normal form: for the claim alone.

    ``None`` where none is bound, or the one that is bound has not been verified.
    """
    row = BoundAccount.objects.filter(member_id=member_id, brand=brand, removed_at=None, verified_at__isnull=False).first()
    return row.value if row else None
