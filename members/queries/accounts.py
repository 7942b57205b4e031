"""Bound accounts: masked for pages, opened only for a claim."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from members.models.account import BoundAccount


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


@dataclass(frozen=True, slots=True)
class ClaimAccount:
    """The account itself, in the open: for the claim that tops it up, and nothing else."""

    id: UUID
    kind: str
    value: str
    masked: str
    is_verified: bool

    def __repr__(self) -> str:
        return f"ClaimAccount({self.id}, {self.masked})"


def accounts_of(member_id: UUID) -> list[AccountView]:
    """The member's bound accounts, by brand."""
    rows = BoundAccount.objects.filter(member_id=member_id, removed_at=None).defer("value").order_by("brand")
    return [AccountView(r.id, r.brand, r.kind, r.masked, r.verified_at, r.bound_at) for r in rows]


def account_for(member_id: UUID, brand: str) -> ClaimAccount | None:
    """The account that a top-up of this brand (its slug) lands in; ``None`` where none is bound."""
    row = BoundAccount.objects.filter(member_id=member_id, brand=brand, removed_at=None).first()
    return ClaimAccount(row.id, row.kind, row.value, row.masked, row.verified_at is not None) if row else None
