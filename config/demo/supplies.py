"""The demo's supply: suppliers, products, offers, and stock that came in as stock does."""

import secrets
import time
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings

from common.actors import Actor
from common.jobs.models import Job
from common.jobs.runner import run_job
from common.jobs.states import JobState
from config.demo.goods import BRANDS, CATEGORIES, OFFERS, PRODUCTS
from supply.models import Brand, Category, Credential, Offer, OrderLine, Product, Supplier
from supply.operations import commit_intake, generate_codes, place_order, raise_order, receive_file, release_lot
from supply.operations.orders import Wanted

_DRAWN_CODES = 400


def build_supplies(*, by: Actor, at: datetime) -> dict[str, Product]:
    """Suppliers with offers; e-cards and coffee codes in stock, one order still waiting for its file."""
    suppliers = _suppliers(at)
    products = _products()
    for sku, supplier, supplier_sku, cost in OFFERS:
        Offer.objects.create(
            supplier=suppliers[supplier], product=products[sku], supplier_sku=supplier_sku, cost_minor=cost, minimum_quantity=1
        )
    for sku in ("coffee-latte", "coffee-americano"):
        line = _ordered(suppliers["own"], products[sku], _DRAWN_CODES, 1500, by=by, at=at)
        _take_in(generate_codes(order_line_id=line.id, count=_DRAWN_CODES, by=by, at=at).id, by=by, at=at)
    line = _ordered(suppliers["lanwan"], products["ecard-100"], 150, 9680, by=by, at=at)
    _take_in(receive_file(order_line_id=line.id, file_name="lanwan-150.csv", content=_card_file(150, at), by=by, at=at).id, by=by, at=at)
    _ordered(suppliers["qinghe"], products["ecard-100"], 2000, 9600, by=by, at=at)
    return products


def find_sandbox_again() -> None:
    """The fake supplier may listen on another port than the last time."""
    Supplier.objects.filter(slug="sandbox").exclude(base_url=settings.SANDBOX_URL).update(base_url=settings.SANDBOX_URL)


def finish(name: str, subject_id: UUID) -> None:
    """Do a queued job here and now, or wait for the worker that was faster."""
    for _turn in range(600):
        job = Job.objects.filter(name=name, subject_id=subject_id).latest("created_at")
        if job.state in (JobState.DONE, JobState.FAILED):
            return
        run_job(job.id)
        time.sleep(0.05)


def _suppliers(at: datetime) -> dict[str, Supplier]:
    starts, ends = date(at.year, 1, 1), date(at.year + 2, 12, 31)
    facts = {
        "sandbox": ("示例直充供应商", "agent", "quanyi-http", settings.SANDBOX_URL),
        "qinghe": ("青禾卡券", "agent", "", ""),
        "lanwan": ("蓝湾数卡", "agent", "", ""),
        "own": ("自有券码", "own", "", ""),
    }
    made = {
        slug: Supplier.objects.create(
            slug=slug, name=name, kind=kind, connector=connector, base_url=url, contract_starts_on=starts, contract_ends_on=ends
        )
        for slug, (name, kind, connector, url) in facts.items()
    }
    Credential.objects.create(supplier=made["sandbox"], key_id="sandbox", secret=settings.SANDBOX_SECRET)
    return made


def _products() -> dict[str, Product]:
    brands = {slug: Brand.objects.create(slug=slug, name=n, name_en=e, color=c) for slug, (n, e, c) in BRANDS.items()}
    shelves = {slug: Category.objects.create(slug=slug, name=n, name_en=e) for slug, (n, e) in CATEGORIES.items()}
    return {
        sku: Product.objects.create(
            sku=sku,
            name=facts["name"],
            kind=facts["kind"],
            brand=brands[facts["brand"]],
            category=shelves[facts["category"]],
            face_value_minor=facts["face"],
            code_pattern=facts.get("pattern", ""),
            account_kind=facts.get("account", ""),
        )
        for sku, facts in PRODUCTS.items()
    }


def _ordered(supplier: Supplier, product: Product, quantity: int, cost: int, *, by: Actor, at: datetime) -> OrderLine:
    order = raise_order(supplier_id=supplier.id, lines=[Wanted(product.id, quantity, cost)], by=by, at=at)
    place_order(order_id=order.id, by=by, at=at)
    return order.lines.get()


def _take_in(intake_id: UUID, *, by: Actor, at: datetime) -> None:
    finish("supply.check_intake", intake_id)
    intake = commit_intake(intake_id=intake_id, by=by, at=at)
    finish("supply.commit_intake", intake_id)
    release_lot(lot_id=intake.lot_id, by=by, at=at, reason="样卡已核验")


def _card_file(count: int, at: datetime) -> bytes:
    """A file as a supplier sends it, with codes that no other file holds."""
    letters = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
    expires = (at + timedelta(days=540)).date().isoformat()
    rows = ["卡号,卡密,有效期"]
    for number in range(count):
        code = "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))
        rows.append(f"63{number:012d},{code},{expires}")
    return "\n".join(rows).encode("gb18030")
