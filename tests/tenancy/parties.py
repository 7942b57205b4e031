"""An enterprise with one of everything that an address of the portal or of an API can be about."""

from dataclasses import dataclass
from uuid import uuid4

from django.test import Client

from benefits.models import Batch, Budget
from members.models import Enterprise, Member
from members.operations import bind_own_account
from tests.benefits.operations.openings.opened import opened
from tests.factories import NOW, by_member, make_batch, make_benefit, make_brand, make_budget, make_enterprise, make_grant, make_member
from tests.redemption.operations.claiming import claim, code_grant
from tests.redemption.portal.visiting import sign_in

PHONE = "+8613800001111"


@dataclass(frozen=True, slots=True)
class Party:
    """Whose rows they are, and what each is called in an address. Two parties have the same phone, name, numbers and texts."""

    enterprise: Enterprise
    member: Member
    rows: dict[str, str]


def make_party(enterprise: Enterprise | None = None, *, phone: str = PHONE) -> Party:
    """One member who has claimed, who may claim, and who has bound an account."""
    enterprise = enterprise or make_enterprise(name="星河科技")
    member = make_member(enterprise, phone=phone, staff_no=f"G{phone[-4:]}", external_id=f"oa-{uuid4()}")
    budget = Budget.objects.filter(enterprise=enterprise).first() or make_budget(enterprise)
    batch: Batch = make_batch(enterprise, budget, name="中秋关怀", source="api", state="done")
    grant = code_grant(member=member, budget=budget, batch=batch)
    (redemption,) = claim(code_grant(member=member, budget=budget, batch=batch))
    account = bind_own_account(member_id=member.id, brand=make_brand().slug, kind="phone", by=by_member(member), at=NOW)
    own = make_benefit("badge", enterprise=enterprise)
    make_grant(member, own, budget=budget)
    return Party(
        enterprise,
        member,
        {
            "benefits/": own.code,
            "grants/<uuid": str(grant.id),
            "grants/<serial": grant.serial,
            "openings/": str(opened(budget=budget).id),
            "redemptions/": str(redemption.id),
            "accounts/": str(account),
            "me/sessions/": str(sign_in(Client(), member).id),
            "batches/": str(batch.id),
            "members/": str(member.external_id),
        },
    )
