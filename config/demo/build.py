"""Building the demo once, and writing down how to come in."""

import json
import os
from datetime import datetime

from django.conf import settings

from common.actors import system
from common.jobs import ring
from config.celery import app as celery_app
from config.demo.catalogue import build_catalogue
from config.demo.drop import drop_demo
from config.demo.gifts import build_gifts
from config.demo.goods import BENEFITS
from config.demo.openings import build_openings
from config.demo.people import People, build_people
from config.demo.supplies import build_supplies, find_sandbox_again
from members.models import Enterprise, Identity, Member


def build_demo(*, at: datetime) -> bool:
    """
    Make the demo's data and write ``DATA_DIR/demo.json``; False when there is an enterprise already.

    Its files and rosters come in through the same acts and jobs as everybody's. A build that was cut off is begun anew.
    """
    unfinished = settings.DATA_DIR / "demo.unfinished"
    if unfinished.exists():
        drop_demo()
    elif Enterprise.objects.exists():
        find_sandbox_again()
        return False
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    unfinished.touch()
    celery_app.loader.import_default_modules()  # The steps of jobs register themselves in the houses' tasks.
    by = system("demo")
    products = build_supplies(by=by, at=at)
    build_catalogue(products, by=by, at=at)
    people = build_people(by=by, at=at)
    members = build_gifts(people.enterprise_id, by=by, at=at)
    build_openings(people.enterprise_id, by=by, at=at)
    ring("analytics.prove")  # The night's check is a night away.
    _write(people, members)
    unfinished.unlink()
    return True


def _write(people: People, members: list[Member]) -> None:
    facts = {
        "base_url": settings.BASE_URL,
        "operator": {"username": people.operator.username, "password": people.operator.password},
        "hr": {"username": people.hr.username, "password": people.hr.password, "enterprise": "galaxy"},
        "members": [_member(member) for member in members],
        "enterprise_api_key": people.api_key,
        "benefits": [{"code": b["code"], "name": b["name"], "kind": b["kind"]} for b in BENEFITS],
    }
    path = settings.DATA_DIR / "demo.json"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(facts, file, ensure_ascii=False, indent=2)


def _member(member: Member) -> dict[str, str]:
    found = {identity.kind: identity.value for identity in Identity.objects.filter(member=member)}
    return {"name": member.name, "phone": found.get("phone", "").removeprefix("+86"), "email": found.get("email", "")}
