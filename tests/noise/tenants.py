"""Three noisy neighbours: enterprises with the people, numbers, departments and files that the tests use for their own."""

from benefits.models import Benefit
from benefits.models.batch import Batch, BatchRow
from benefits.models.grant import Grant
from benefits.operations.batches.total import total_up
from benefits.operations.budgets.settle import settle_grants
from common.sealed import fingerprint
from members.models import Enterprise, Member
from tests.factories import (
    NOW,
    make_batch,
    make_benefit,
    make_brand,
    make_budget,
    make_category,
    make_department,
    make_enterprise,
    make_export,
    make_grant,
    make_member,
    make_product,
    make_staff,
    make_supplier,
)
from tests.redemption.operations.claiming import claim, stock_of

# What marks a row of theirs, in a slug, a SKU, a benefit's code or the name of a login.
MARK = "neighbour-"
TENANTS = 3

# Names, staff numbers, phones and mails that the tests give to their own people. The first has left each of them: whoever is at work
# in several enterprises is asked which one they mean, and that is no noise.
_PEOPLE = (
    ("S1", "林超", "+8613812345678", "lin@galaxy.example"),
    ("G1", "任强", "+8613900001111", "ren@example.com"),
    ("S00001", "王明", "+8613800000001", ""),
    ("A1", "李雷", "", "li@example.com"),
)
_DEPARTMENTS = ("研发中心/平台部", "市场部")


def make_noise() -> None:
    """Each has people, a budget, an imported batch, codes and badges, some of them claimed."""
    brand, category = make_brand(f"{MARK}brand", name="噪声"), make_category(f"{MARK}category", name="噪声")
    supplier = make_supplier(f"{MARK}supplier", name="噪声")
    for number in range(1, TENANTS + 1):
        enterprise = make_enterprise(f"{MARK}{number}", name="星河科技", name_en="Galaxy")
        product = make_product(sku=f"{MARK}code-{number}", brand=brand, category=category)
        stock_of(product, len(_PEOPLE), supplier=supplier)
        own = make_benefit("code", code=f"{MARK}code-{number}", product=product, enterprise=enterprise)
        _tenant(enterprise, own, make_benefit("badge", code=f"{MARK}badge-{number}", enterprise=enterprise))
    settle_grants(at=NOW)


def _tenant(enterprise: Enterprise, code: Benefit, badge: Benefit) -> None:
    departments = [make_department(enterprise, path) for path in _DEPARTMENTS]
    budget = make_budget(enterprise, name="年度福利")
    make_export(make_staff(enterprise, username=f"{MARK}{enterprise.slug}"))
    batch = make_batch(enterprise, budget, source="import", name="grants.xlsx", confirmed_at=NOW, finished_at=NOW, announced_at=NOW)
    for place, (staff_no, name, phone, email) in enumerate(_PEOPLE):
        department = departments[place % len(departments)]
        member = make_member(
            enterprise, phone=phone, email=email, name=name, staff_no=staff_no, external_id=f"oa-{place}", department=department
        )
        for benefit in (code, badge):
            grant = make_grant(member, benefit, budget=budget, batch=batch, reference=f"{benefit.kind}-{place}")
            _row(batch, grant, member)
            if place < 2:
                claim(grant)
    Member.objects.filter(enterprise=enterprise, name_print=fingerprint(_PEOPLE[0][1], purpose="name")).update(state="left", left_at=NOW)
    total_up(batch)
    batch.save()


def _row(batch: Batch, grant: Grant, member: Member) -> None:
    BatchRow.objects.create(
        batch=batch,
        number=batch.rows.count() + 2,
        given="{}",
        staff_no=member.staff_no,
        benefit_code=grant.benefit.code,
        quantity=1,
        outcome="granted",
        grant=grant,
        member_id=member.id,
        benefit_id=grant.benefit_id,
        terms_id=grant.terms_id,
    )
