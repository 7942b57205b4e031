"""Members who were shown a code, and say that it doesn't work."""

from collections.abc import Sequence
from datetime import datetime

from benefits.models import Benefit
from members.models import Enterprise, Member
from redemption.models import Complaint, Redemption, Reveal
from redemption.operations import complain
from redemption.rules.complaining import Trouble
from supply.models import Code, Lot
from tests.factories import NOW, make_benefit, make_budget, make_enterprise, make_grant, make_member
from tests.redemption.operations.claiming import claim, owner, stock_of


def shown_code(benefit: Benefit, *, member: Member | None = None) -> Redemption:
    """A member who claimed a code of the benefit and has looked at it."""
    (redemption,) = claim(make_grant(member or make_member(), benefit))
    Reveal.objects.create(
        redemption=redemption, code_id=redemption.code_id, actor=str(owner(redemption.member_id)), channel="portal", at=NOW
    )
    Code.objects.filter(id=redemption.code_id).update(revealed_at=NOW)
    return redemption


def shown_codes(count: int, *, left: int = 5, enterprise: Enterprise | None = None) -> tuple[Lot, list[Redemption]]:
    """A released lot, so many of whose codes were shown to as many members of one enterprise, and what is left of it."""
    benefit, enterprise = make_benefit("code"), enterprise or make_enterprise()
    lot = stock_of(benefit.product, count + left)
    make_budget(enterprise, is_default=True)
    return lot, [shown_code(benefit, member=make_member(enterprise)) for _ in range(count)]


def complain_about(redemption: Redemption, *, at: datetime = NOW, reason: str = "already_used", note: str = "") -> Complaint:
    """Its member says so."""
    member_id = redemption.member_id
    return complain(redemption_id=redemption.id, member_id=member_id, trouble=Trouble(reason, note), by=owner(member_id), at=at)


def complain_about_all(redemptions: Sequence[Redemption], *, at: datetime = NOW) -> list[Complaint]:
    """Each member says so of theirs."""
    return [complain_about(redemption, at=at) for redemption in redemptions]
