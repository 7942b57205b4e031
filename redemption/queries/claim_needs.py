"""What a claim asks of the member before the tap: an account to land in, parts to choose."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from benefits.queries.faces import BenefitFace, PartFace, parts_of
from benefits.queries.words import Words
from members.queries import AccountView, accounts_of, own_addresses


@dataclass(frozen=True, slots=True)
class AccountNeed:
    """
    An account at a brand that something lands in.

    ``account`` is the bound one, verified or not, or ``None``; ``own`` is the member's own phone or mail, masked, if it would do.
    """

    brand_slug: str
    brand: Words
    account_kind: str
    account: AccountView | None
    own: str

    @property
    def is_met(self) -> bool:
        return self.account is not None and self.account.is_verified


@dataclass(frozen=True, slots=True)
class ClaimNeeds:
    """Parts and accounts of one claim. Nothing unmet and nothing to choose: one tap is enough."""

    accounts: Sequence[AccountNeed]
    always: Sequence[PartFace]
    optional: Sequence[PartFace]
    choose_count: int

    @property
    def unmet(self) -> list[AccountNeed]:
        return [need for need in self.accounts if not need.is_met]

    @property
    def is_one_tap(self) -> bool:
        return not self.unmet and not self.optional


def needs_of(benefit: BenefitFace, member_id: UUID, *, with_own: bool = True) -> ClaimNeeds:
    """What claiming this benefit needs. Three queries at most; one less where nothing can be bound and ``own`` is not asked for."""
    parts = parts_of(benefit.id) if benefit.kind == "bundle" else []
    always = [part for part in parts if not part.is_optional]
    accounts = _accounts([benefit, *(part.benefit for part in parts)], member_id, with_own=with_own)
    return ClaimNeeds(accounts, always, [part for part in parts if part.is_optional], benefit.choose_count)


def _accounts(benefits: Iterable[BenefitFace], member_id: UUID, *, with_own: bool) -> list[AccountNeed]:
    landing = {benefit.brand_slug: benefit for benefit in benefits if benefit.account_kind}
    if not landing:
        return []
    bound = {account.brand: account for account in accounts_of(member_id)}
    own = own_addresses(member_id) if with_own else {}
    return [
        AccountNeed(b.brand_slug, b.brand, b.account_kind, bound.get(b.brand_slug), own.get(b.account_kind, "")) for b in landing.values()
    ]
