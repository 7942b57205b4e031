"""The demo's benefits, listed with their first terms."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from benefits.models import Benefit, BundlePart
from benefits.operations import list_benefit, publish_terms
from common.actors import Actor
from common.clock import day_of, start_of_day
from config.demo.goods import BENEFITS
from supply.models import Product


def build_catalogue(products: dict[str, Product], *, by: Actor, at: datetime) -> dict[str, Benefit]:
    """Every benefit of the demo, listed. Bundles come after their parts."""
    made: dict[str, Benefit] = {}
    for facts in BENEFITS:
        made[facts["code"]] = benefit = _drafted(facts, products, at)
        for position, part in enumerate(facts.get("parts", ())):
            BundlePart.objects.create(bundle=benefit, benefit=made[part], position=position)
        publish_terms(
            benefit_id=benefit.id,
            by=by,
            at=at,
            instructions=facts["instructions"],
            instructions_en=facts["instructions_en"],
            rules="仅限本人使用，不可转让，不可兑换现金。",
            rules_en="For you alone; not transferable and not exchangeable for cash.",
            valid_days=facts["days"],
            **facts.get("terms", {}),
            **(_a_friday_to_come(at) if facts["kind"] == "event" else {}),
        )
        list_benefit(benefit_id=benefit.id, by=by, at=at)
    return made


def _a_friday_to_come(at: datetime) -> dict[str, Any]:
    """From half past six to half past eight in the evening, three to four weeks from now."""
    day = day_of(at, settings.TIME_ZONE) + timedelta(days=21)
    day += timedelta(days=(4 - day.weekday()) % 7)
    begins = start_of_day(day, settings.TIME_ZONE) + timedelta(hours=18, minutes=30)
    return {"starts_at": begins, "ends_at": begins + timedelta(hours=2)}


def _drafted(facts: dict[str, Any], products: dict[str, Product], at: datetime) -> Benefit:
    return Benefit.objects.create(
        code=facts["code"],
        name=facts["name"],
        name_en=facts["name_en"],
        summary=facts["summary"],
        summary_en=facts["summary_en"],
        kind=facts["kind"],
        product=products.get(facts.get("product", "")),
        benefit_class=facts["class"],
        layer=facts["layer"],
        face_value_minor=facts["face"],
        price_minor=facts["price"],
        cost_minor=facts["cost"],
        value_source="官方价目表",
        value_on=at.date(),
        cover=facts["cover"],
        seats=facts.get("seats"),
    )
