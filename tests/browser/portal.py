"""A member with something of everything, at the real time of day: a browser keeps its own clock."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from playwright.sync_api import BrowserContext

from benefits.models import Benefit, BundlePart, Grant
from common.clock import now
from common.ids import new_id, new_token, token_hash
from members.models import Member, MemberSession
from redemption.models import Redemption
from redemption.operations import claim_grant
from redemption.portal.cookies import SESSION
from tests.factories import by_member, make_benefit, make_bundle, make_enterprise, make_grant, make_member
from tests.redemption.operations.claiming import stock_of
from tests.redemption.portal.visiting import move, topup_grant


@dataclass(frozen=True, slots=True)
class Household:
    """One member and what they hold."""

    member: Member
    code: Grant
    bundle: Grant
    topup: Redemption
    delivered: Redemption

    @property
    def places(self) -> list[str]:
        """Every page of the portal that this member can open."""
        grants = [f"/grants/{grant.id}/" for grant in self.member.grants.all()]
        redemptions = [f"/redemptions/{redemption.id}/" for redemption in self.member.redemptions.all()]
        return ["/", "/history/", "/accounts/", "/me/", "/logout/", f"/benefits/{self.bundle.benefit.code}/", *grants, *redemptions]


def furnish(name: str = "林超") -> Household:
    """A household with a grant to claim, a bundle to choose from, a top-up on its way and a delivered code."""
    member = make_member(make_enterprise(name="星河科技", support_contact="hr@galaxy.test"), phone="+8613812345678", name=name)
    coffee = [make_benefit(name=name, cover="coffee") for name in ("拿铁一杯", "可颂一个", "抹茶一杯")]
    for part in coffee:
        stock_of(part.product, 4)
    bundle = make_bundle(*coffee, name="午后咖啡礼包", choose_count=1)
    BundlePart.objects.filter(benefit__in=coffee[1:]).update(is_optional=True)
    topup, delivered = _open(topup_grant(member=member)), give(member, coffee[0])
    return Household(member, give(member, coffee[0], days=2, note="辛苦了"), give(member, bundle), _claimed(topup), _claimed(delivered))


def give(member: Member, benefit: Benefit, *, days: int = 20, **fields: Any) -> Grant:
    """A grant that can be claimed now."""
    return _open(make_grant(member, benefit, **fields), days=days)


def enter(context: BrowserContext, member: Member) -> None:
    """Sign the member in to this browser."""
    token, at = new_token(), now()
    MemberSession.objects.create(
        id=new_id(),
        member=member,
        token_hash=token_hash(token),
        kind="portal",
        created_at=at,
        seen_at=at,
        expires_at=at + timedelta(days=1),
    )
    context.add_cookies([{"name": SESSION, "value": token, "domain": "localhost", "path": "/"}])


def deliver(redemption: Redemption) -> None:
    """The supplier's good news."""
    move(redemption, "fulfilled")


def _open(grant: Grant, *, days: int = 20) -> Grant:
    at = now()
    Grant.objects.filter(id=grant.id).update(
        claimable_from=at - timedelta(hours=1), claimable_until=at + timedelta(days=days), created_at=at
    )
    grant.refresh_from_db()
    return grant


def _claimed(grant: Grant) -> Redemption:
    [redemption] = claim_grant(grant_id=grant.id, member_id=grant.member_id, by=by_member(grant.member), at=now())
    return redemption
