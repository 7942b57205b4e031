"""A small platform with one of everything, and the secrets that no page may show."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.test import Client

from analytics.models import Coincidence, Proof
from benefits.models import Campaign
from common.console import ops_site
from common.duties.models import DutyLimit
from common.jobs.models import Job
from members.models import Enterprise, SentMessage, User
from members.operations import issue_api_key
from redemption.models import Redemption
from redemption.operations import claim_grant, complain, reveal_code
from redemption.operations.risk import Party, put_on_list
from redemption.rules.complaining import Trouble
from supply.models import Attempt, Callback, TopUp
from tests.benefits.operations.openings.opened import drafted
from tests.factories import (
    NOW,
    OPERATOR,
    by_member,
    make_benefit,
    make_budget,
    make_bundle,
    make_category,
    make_department,
    make_enterprise,
    make_grant,
    make_member,
    make_offer,
    make_operator,
    make_staff,
    make_supplier,
)
from tests.supply.stocking import code_of, make_card_line, stock

PHONE, EMAIL = "+8613812345678", "lin.chao@galaxy.test"
SECRET = "the-supplier-shared-secret"
CODES = tuple(code_of(number) for number in range(1, 9))


@dataclass(frozen=True, slots=True)
class World:
    """What a test points at."""

    enterprise: Enterprise
    delivered: Redemption
    unknown: TopUp
    api_key: str


def make_world() -> World:
    """Codes in stock, one shown to a member, a top-up of which nobody knows, and rows in every table of the console."""
    enterprise = make_enterprise("galaxy", name="星河科技")
    make_staff(enterprise)
    make_department(enterprise)
    make_category()
    Campaign.objects.create(enterprise=enterprise, name="双十一")
    budget = make_budget(enterprise)
    line = make_card_line()
    stock(*CODES, line=line)
    member = make_member(enterprise, phone=PHONE, email=EMAIL, name="林超")
    card = make_benefit("code", code="ecard-100", product=line.product)
    make_bundle(card, code="pack")
    delivered = _claimed_and_shown(make_grant(member, card, budget=budget))
    unknown = _unknown_topup(make_grant(member, make_benefit("topup", code="phone-50"), budget=budget))
    drafted(budget=budget)
    make_offer(supplier=make_supplier(secret=SECRET))
    put_on_list(verdict="block", party=Party("address", "203.0.113.9"), expires_at=None, by=OPERATOR, reason="seen on a forum", at=NOW)
    DutyLimit.objects.create(
        person=make_operator(), duty="ops.supply.lot.recall", daily=1, reason="one lot", until=NOW + timedelta(days=36_500), created_at=NOW
    )
    SentMessage.objects.create(member=member, channel="sms", to=PHONE, text="Your code is 246810", key="k", created_at=NOW)
    Proof.objects.create(invariant="lot_adds_up", at=NOW, broken_count=1, offenders=[str(uuid4())])
    Coincidence.objects.create(
        enterprise=enterprise,
        kind="device",
        key="m",
        masked="…m",
        member_count=2,
        member_ids=[member.pk],
        since=NOW,
        found_at=NOW,
        seen_at=NOW,
    )
    Job.objects.create(name="supply.check_intake", subject_id=uuid4(), actor=str(OPERATOR), created_at=NOW, state="failed", error="gone")
    key = issue_api_key(enterprise_id=enterprise.pk, label="OA", by=OPERATOR, at=NOW)
    return World(enterprise, delivered, unknown, key)


def _claimed_and_shown(grant: Any) -> Redemption:
    by = by_member(grant.member)
    (redemption,) = claim_grant(grant_id=grant.pk, member_id=grant.member_id, by=by, at=NOW)
    reveal_code(redemption_id=redemption.pk, member_id=grant.member_id, by=by, at=NOW, channel="portal", address="10.0.0.7")
    complain(redemption_id=redemption.pk, member_id=grant.member_id, trouble=Trouble("other", "it asks for a PIN"), by=by, at=NOW)
    return redemption


def _unknown_topup(grant: Any) -> TopUp:
    offer = make_offer(grant.benefit.product, make_supplier(connector="quanyi-http", base_url="http://supplier.test"))
    claim_grant(grant_id=grant.pk, member_id=grant.member_id, by=by_member(grant.member), at=NOW, account=PHONE)
    topups = TopUp.objects.filter(offer=offer)
    topups.update(state="submitting", lease=uuid4(), submitted_at=NOW)
    topups.update(state="unknown", unknown_since=NOW, next_query_at=NOW + timedelta(minutes=5), query_count=2)
    topup = topups.get()
    Attempt.objects.create(topup=topup, kind="submit", lease=uuid4(), started_at=NOW, outcome="unknown", detail="read timed out")
    Callback.objects.create(supplier=topup.supplier, event_id="e-1", topup=topup, state="conflict", received_at=NOW)
    return topup


def sign_in(user: User | None = None) -> Client:
    """A browser at the operators' console; an operator with every right unless one is given."""
    client = Client()
    client.force_login(user or make_operator(), backend="members.staff_login.StaffBackend")
    return client


def list_of(model: Any) -> str:
    """The address of a model's list."""
    return f"/{ops_site.name}/{model._meta.app_label}/{model._meta.model_name}/"
