"""
``python -m tests.stress.world OUT SEED MEMBERS CODES``: what the load works with, made by the product's own acts, told in a file.

Two enterprises beside the demo's: one with money enough, one whose budget runs out. Every e-card holds the run's canary.
With ``NOISE=1`` three neighbours stand beside them.
"""

import json
import os
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import django

from common.scope import PLATFORM, begin_as

begin_as(PLATFORM)
django.setup()

from benefits.models import Benefit  # noqa: E402
from benefits.operations import BudgetPlan, list_benefit, open_budget, publish_terms  # noqa: E402
from common.actors import system  # noqa: E402
from config.celery import app  # noqa: E402
from config.demo.supplies import _ordered, _take_in, finish  # noqa: E402
from members.models import SentMessage, User  # noqa: E402
from members.models.member import Member  # noqa: E402
from members.operations import (  # noqa: E402
    appoint_staff,
    confirm_roster,
    issue_api_key,
    open_enterprise,
    request_login_code,
    sign_in,
    upload_roster,
)
from supply.models import Product, Supplier  # noqa: E402
from supply.operations import generate_codes, receive_file  # noqa: E402
from tests.noise.tenants import make_noise  # noqa: E402
from tests.stress.canary import cards  # noqa: E402

BY = system("stress")
PASSWORD = "stress-not-a-secret"
LIMITED = "once-a-head"


def main(out: Path, seed: int, members: int, codes: int) -> None:
    """Make it and write it down."""
    app.loader.import_default_modules()
    at = datetime.now(UTC)
    _limited_benefit(at)
    rich = _enterprise("stress-a", members, 10**12, at)
    poor = _enterprise("stress-b", max(5, members // 5), 3_000_000, at)
    stock(seed, codes, 0)
    if os.environ.get("NOISE") == "1":
        make_noise()
    told = {"enterprises": [rich, poor], "limited": LIMITED, "codes": codes}
    out.write_text(json.dumps(told, ensure_ascii=False))


def stock(seed: int, codes: int, first: int) -> None:
    """So many e-cards with the canary in each, and as many of each coffee."""
    at = datetime.now(UTC)
    lanwan, own = Supplier.objects.get(slug="lanwan"), Supplier.objects.get(slug="own")
    card = Product.objects.get(sku="ecard-100")
    line = _ordered(lanwan, card, codes, 9680, by=BY, at=at)
    file = "\n".join(cards(seed, first, codes)).encode()
    _take_in(receive_file(order_line_id=line.id, file_name=f"cards-{first}.txt", content=file, by=BY, at=at).id, by=BY, at=at)
    for sku in ("coffee-latte", "coffee-americano"):
        line = _ordered(own, Product.objects.get(sku=sku), codes // 2, 1500, by=BY, at=at)
        _take_in(generate_codes(order_line_id=line.id, count=codes // 2, by=BY, at=at).id, by=BY, at=at)


def _limited_benefit(at: datetime) -> None:
    benefit = Benefit.objects.create(
        code=LIMITED,
        name="每人一份",
        kind="code",
        product=Product.objects.get(sku="ecard-100"),
        benefit_class="economic",
        layer="base",
        face_value_minor=10000,
        price_minor=9800,
        cost_minor=9600,
        value_source="-",
        value_on=at.date(),
    )
    publish_terms(benefit_id=benefit.id, by=BY, at=at, valid_days=90, limit_per_member=1, instructions="-", rules="-")
    list_benefit(benefit_id=benefit.id, by=BY, at=at)


def _enterprise(slug: str, members: int, amount: int, at: datetime) -> dict[str, Any]:
    enterprise = open_enterprise(slug=slug, name=slug, support_contact="hr@stress.test", by=BY, at=at)
    open_budget(BudgetPlan(enterprise, "all", "CNY", amount, is_default=True), by=BY, at=at)
    user = User.objects.create_user(f"hr-{slug}", f"hr-{slug}@stress.test", PASSWORD)
    appoint_staff(user_id=user.id, enterprise_id=enterprise, role="hr_admin", by=BY, at=at)
    _roster(enterprise, slug, members, at)
    people = Member.objects.filter(enterprise_id=enterprise).order_by("staff_no")
    return {
        "id": str(enterprise),
        "slug": slug,
        "key": issue_api_key(enterprise_id=enterprise, label="stress", by=BY, at=at),
        "hr": {"username": user.username, "password": PASSWORD},
        "members": [_signed_in(person, slug, number, at) for number, person in enumerate(people)],
    }


def _roster(enterprise: UUID, slug: str, members: int, at: datetime) -> None:
    lines = [f"{slug}-{n},成员{n},{_phone(slug, n)},{slug}-{n}@stress.test" for n in range(members)]
    content = "\n".join(["工号,姓名,手机号,邮箱", *lines]).encode()
    roster = upload_roster(enterprise_id=enterprise, file_name="roster.csv", content=content, by=BY, at=at)
    finish("members.check_roster", roster.id)
    confirm_roster(roster_id=roster.id, file_sha256=bytes(roster.file_sha256), by=BY, at=at)
    finish("members.imports.apply_roster", roster.id)


def _signed_in(member: Member, slug: str, number: int, at: datetime) -> dict[str, str]:
    """A member with a token for the API and one for the portal, each by a one-time code."""
    given = int(str(member.staff_no).rpartition("-")[2])
    api = _token(member, "phone", _phone(slug, given), "api", at)
    # A quarter of them in the portal: a login costs more than all else here.
    portal = _token(member, "email", f"{slug}-{given}@stress.test", "portal", at) if number % 4 == 0 else ""
    return {"id": str(member.id), "staff_no": str(member.staff_no), "phone": _phone(slug, given), "token": api, "portal": portal}


def _token(member: Member, channel: Any, address: str, kind: Any, at: datetime) -> str:
    request_login_code(channel=channel, address=address, ip="127.0.0.1", at=at)
    texts = SentMessage.objects.filter(member=member, channel="sms" if channel == "phone" else "email").order_by("-created_at")
    found = re.search(r"\b\d{6}\b", texts[0].text)
    assert found is not None
    return sign_in(channel=channel, address=address, code=found[0], kind=kind, at=at, enterprise_slug=None).token


def _phone(slug: str, number: int) -> str:
    return f"13{'7' if slug.endswith('a') else '8'}{number:08d}"


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:5]))
