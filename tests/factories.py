"""
Rows for tests: plain functions that write the smallest thing that is valid, everything else at choice.

They write rows directly, so that a test of one house need not act through another. Times default to ``NOW``.
"""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from benefits.models.batch import Batch
from benefits.models.benefit import Benefit, BundlePart
from benefits.models.budget import Budget
from benefits.models.grant import Grant
from benefits.models.terms import Terms
from common.actors import Actor
from common.ids import new_id, new_serial
from common.ledger import Line, Owner, open_account, post
from common.sealed import fingerprint
from members.models.enterprise import Department, Enterprise
from members.models.export import Export
from members.models.identity import Identity
from members.models.member import Member
from members.models.staff import Staff, User
from supply.models.catalogue import Brand, Category, Product
from supply.models.offer import Offer
from supply.models.order import OrderLine, PurchaseOrder
from supply.models.supplier import Credential, Supplier

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # A Monday, ten in the morning in Shanghai.
OPERATOR = Actor("user", "00000000-0000-7000-8000-000000000001")
PASSWORD = "correct-horse-battery"

_numbers = count(1)


def make_enterprise(slug: str = "", **fields: Any) -> Enterprise:
    """An active enterprise in Shanghai, counting in CNY."""
    n = next(_numbers)
    return Enterprise.objects.create(slug=slug or f"enterprise-{n}", **{"name": f"企业{n}", **fields})


def make_department(enterprise: Enterprise, path: str = "研发中心") -> Department:
    """A department, its parents made where they are missing: ``研发中心/平台部``."""
    parent: Department | None = None
    parts = path.split("/")
    for depth, name in enumerate(parts, start=1):
        so_far = "/".join(parts[:depth])
        parent, _made = Department.objects.get_or_create(enterprise=enterprise, path=so_far, defaults={"name": name, "parent": parent})
    assert parent is not None
    return parent


def make_member(enterprise: Enterprise | None = None, *, phone: str = "", email: str = "", name: str = "林超", **fields: Any) -> Member:
    """An active member. ``phone`` is E.164 (``+8613812345678``); both phone and mail count as verified."""
    enterprise = enterprise or make_enterprise()
    n = next(_numbers)
    given = {"staff_no": f"S{n:05d}", "name_print": fingerprint(name, purpose="name"), **fields}
    member = Member.objects.create(enterprise=enterprise, name=name, **given)
    if phone:
        make_identity(member, "phone", phone)
    if email:
        make_identity(member, "email", email)
    return member


def make_identity(member: Member, kind: str, value: str, **fields: Any) -> Identity:
    """One phone or mail of a member, given in its normal form."""
    given = {"verified_at": NOW, **fields}
    fp = fingerprint(value.lower() if kind == "email" else value, purpose=kind)
    return Identity.objects.create(enterprise=member.enterprise, member=member, kind=kind, value=value, fingerprint=fp, **given)


def make_export(staff: Staff, **fields: Any) -> Export:
    """A download that one of an enterprise's staff waits for, kept for a year."""
    given = {"kind": "grants", "language": "en", "name": "grants.xlsx", "row_count": 3, "created_at": NOW, **fields}
    given.setdefault("expires_at", NOW + timedelta(days=365))
    return Export.objects.create(enterprise=staff.enterprise, asked_by=staff.user, **given)


def make_user(username: str = "", **fields: Any) -> User:
    """A login with ``PASSWORD``. ``is_staff=True`` makes an operator, ``is_superuser=True`` one who may do everything."""
    return User.objects.create_user(username or f"user-{next(_numbers)}", password=PASSWORD, **fields)


def make_operator(username: str = "", **fields: Any) -> User:
    """An operator who may do everything."""
    return make_user(username, is_staff=True, is_superuser=True, **fields)


def make_staff(enterprise: Enterprise | None = None, *, role: str = "hr_admin", username: str = "") -> Staff:
    """An enterprise's staff, with a login of their own (``.user``)."""
    return Staff.objects.create(enterprise=enterprise or make_enterprise(), user=make_user(username), role=role)


def by_user(user: User) -> Actor:
    """The user as an actor."""
    return Actor("user", user.id)


def by_member(member: Member) -> Actor:
    """The member as an actor."""
    return Actor("member", member.id)


def make_brand(slug: str = "", **fields: Any) -> Brand:
    n = next(_numbers)
    return Brand.objects.create(slug=slug or f"brand-{n}", **{"name": f"品牌{n}", **fields})


def make_category(slug: str = "", **fields: Any) -> Category:
    n = next(_numbers)
    return Category.objects.create(slug=slug or f"category-{n}", **{"name": f"类目{n}", **fields})


def make_product(kind: str = "code", *, sku: str = "", brand: Brand | None = None, **fields: Any) -> Product:
    """A product worth 100.00 CNY. A top-up asks for a phone unless ``account_kind`` says otherwise."""
    n = next(_numbers)
    given = {"name": f"商品{n}", "face_value_minor": 10_000, "account_kind": "phone" if kind == "topup" else "", **fields}
    return Product.objects.create(sku=sku or f"sku-{n}", kind=kind, brand=brand or make_brand(), **given)


def make_supplier(slug: str = "", *, secret: str = "", **fields: Any) -> Supplier:
    """A supplier that sends files; with ``secret`` it has a credential too (give ``connector`` and ``base_url`` to talk to it)."""
    n = next(_numbers)
    supplier = Supplier.objects.create(slug=slug or f"supplier-{n}", **{"name": f"供应商{n}", **fields})
    if secret:
        Credential.objects.create(supplier=supplier, key_id=f"key-{n}", secret=secret)
    return supplier


def make_offer(product: Product | None = None, supplier: Supplier | None = None, **fields: Any) -> Offer:
    """An active offer at 90.00 CNY, from today on for ever."""
    product = product or make_product()
    given = {"supplier_sku": product.sku, "cost_minor": 9_000, **fields}
    return Offer.objects.create(product=product, supplier=supplier or make_supplier(), **given)


def make_order_line(product: Product | None = None, *, quantity: int = 100, supplier: Supplier | None = None, **fields: Any) -> OrderLine:
    """A line of an order that was sent: lots can be received against it."""
    number = f"PO-{next(_numbers)}"
    order = PurchaseOrder.objects.create(number=number, supplier=supplier or make_supplier(), state="ordered", ordered_at=NOW)
    given = {"cost_minor": 9_000, **fields}
    return OrderLine.objects.create(order=order, product=product or make_product(), quantity=quantity, **given)


def make_benefit(kind: str = "code", *, code: str = "", product: Product | None = None, **fields: Any) -> Benefit:
    """A listed benefit worth 100.00, sold at 95.00, costing 90.00, with a first version of terms: 30 days from the grant."""
    n = next(_numbers)
    if kind in {"code", "topup"}:
        product = product or make_product(kind)
    given = {
        "name": f"权益{n}",
        "state": "listed",
        "face_value_minor": 10_000,
        "price_minor": 9_500,
        "cost_minor": 9_000,
        **fields,
    }
    benefit = Benefit.objects.create(code=code or f"benefit-{n}", kind=kind, product=product, **given)
    make_terms(benefit)
    return benefit


def make_terms(benefit: Benefit, **fields: Any) -> Terms:
    """The benefit's next version of terms."""
    version = benefit.terms.count() + 1
    given = {"instructions": "打开应用即可使用", "instructions_en": "Open the app and use it.", "valid_days": 30, **fields}
    return Terms.objects.create(benefit=benefit, version=version, **given)


def make_bundle(*parts: Benefit, code: str = "", **fields: Any) -> Benefit:
    """A bundle of the parts, one of each."""
    bundle = make_benefit("bundle", code=code, **fields)
    for position, part in enumerate(parts):
        BundlePart.objects.create(bundle=bundle, benefit=part, position=position)
    return bundle


def make_budget(enterprise: Enterprise | None = None, *, amount: int = 1_000_000, **fields: Any) -> Budget:
    """The enterprise's default budget, 10,000.00 CNY unless ``amount`` says otherwise, all of it available."""
    n = next(_numbers)
    given = {"name": f"预算{n}", "is_default": True, **fields}
    budget = Budget.objects.create(enterprise=enterprise or make_enterprise(), **given)
    fund_budget(budget, amount)
    return budget


def fund_budget(budget: Budget, amount: int) -> None:
    """Add to what is available, straight in the ledger."""
    accounts = budget_accounts(budget)
    if amount:
        lines = [Line(accounts["funding"], -amount), Line(accounts["available"], amount)]
        post(key=f"test:fund:{budget.id}:{next(_numbers)}", kind="budget.funded", lines=lines, at=NOW)


def budget_accounts(budget: Budget) -> dict[str, UUID]:
    """The ids of the budget's four accounts by name; ``funding`` alone may go below zero."""
    return {
        name: open_account(
            Owner("budget", budget.id, budget.enterprise_id), name=name, unit=budget.unit, floor=None if name == "funding" else 0
        )
        for name in ("funding", "available", "reserved", "spent")
    }


def make_batch(enterprise: Enterprise, budget: Budget | None = None, **fields: Any) -> Batch:
    """A batch that was issued by hand."""
    given = {"source": "manual", "name": "手工发放", "state": "done", "created_by": str(OPERATOR), "created_at": NOW, **fields}
    return Batch.objects.create(enterprise=enterprise, budget=budget, **given)


def make_grant(member: Member | None = None, benefit: Benefit | None = None, *, budget: Budget | None = None, **fields: Any) -> Grant:
    """
    A grant that can be claimed for 30 days from ``NOW`` on, its price reserved in the budget.

    ``fields`` may give ``batch``, ``state``, ``quantity`` and the times.
    """
    member, benefit = member or make_member(), benefit or make_benefit()
    budget = budget or Budget.objects.filter(enterprise=member.enterprise, is_default=True).first() or make_budget(member.enterprise)
    committed = fields.pop("committed", benefit.price_minor * fields.get("quantity", 1))
    given: dict[str, Any] = {
        "batch": fields.pop("batch", None) or make_batch(member.enterprise, budget),
        "terms": benefit.terms.first(),
        "claimable_from": NOW - timedelta(hours=1),
        "claimable_until": NOW + timedelta(days=30),
        "created_at": NOW - timedelta(hours=1),
        **fields,
    }
    grant = Grant.objects.create(
        id=new_id(),
        serial=new_serial("G"),
        enterprise=member.enterprise,
        member=member,
        benefit=benefit,
        budget=budget,
        committed=committed,
        **given,
    )
    reserve_in_budget(budget, committed)
    return grant


def reserve_in_budget(budget: Budget, amount: int) -> None:
    """Move an amount from available to reserved, as a grant does."""
    accounts = budget_accounts(budget)
    if amount:
        lines = [Line(accounts["available"], -amount), Line(accounts["reserved"], amount)]
        post(key=f"test:reserve:{budget.id}:{next(_numbers)}", kind="budget.reserved", lines=lines, at=NOW)


def day(text: str) -> date:
    """``day("2026-03-02")``."""
    return date.fromisoformat(text)
