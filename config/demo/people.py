"""The demo's enterprises, their people and those who look after them."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings

from common.actors import Actor
from config.demo.supplies import finish
from members.models import User
from members.operations import appoint_staff, confirm_roster, issue_api_key, open_enterprise, put_member, upload_roster

_SAMPLES = settings.BASE_DIR / "tests" / "samples"


@dataclass(frozen=True, slots=True)
class Login:
    """A name and a password that the welcome shows."""

    username: str
    password: str


@dataclass(frozen=True, slots=True)
class People:
    """Who the demo's enterprise is, and how to come in."""

    enterprise_id: UUID
    operator: Login
    hr: Login
    api_key: str


def build_people(*, by: Actor, at: datetime) -> People:
    """Galaxy with the roster of 300 people, a small second enterprise, an operator and an HR administrator."""
    galaxy = open_enterprise(
        slug="galaxy", name="星河科技", name_en="Galaxy Tech", support_contact="人力资源部 · hr@galaxy.test", by=by, at=at
    )
    aurora = open_enterprise(slug="aurora", name="北岸设计", name_en="Northshore Design", support_contact="hr@aurora.test", by=by, at=at)
    content = (_SAMPLES / "roster-300.xlsx").read_bytes()
    roster = upload_roster(enterprise_id=galaxy, file_name="roster-300.xlsx", content=content, by=by, at=at)
    finish("members.check_roster", roster.id)
    confirm_roster(roster_id=roster.id, file_sha256=bytes(roster.file_sha256), by=by, at=at)
    finish("members.imports.apply_roster", roster.id)
    put_member(enterprise_id=aurora, external_id="A-1", fields={"name": "顾北", "phone": "13900002001"}, by=by, at=at)
    return People(
        enterprise_id=galaxy,
        operator=_operator(),
        hr=_hr("hr", galaxy, "hr_admin", by, at),
        api_key=issue_api_key(enterprise_id=galaxy, label="demo", by=by, at=at),
    )


def _operator() -> Login:
    login = Login("operator", _password())
    User.objects.create_superuser(login.username, "operator@quanyi.test", login.password)
    return login


def _hr(username: str, enterprise_id: UUID, role: str, by: Actor, at: datetime) -> Login:
    login = Login(username, _password())
    user = User.objects.create_user(login.username, f"{username}@galaxy.test", login.password)
    appoint_staff(user_id=user.id, enterprise_id=enterprise_id, role=role, by=by, at=at)
    return login


def _password() -> str:
    return f"demo-{secrets.token_hex(5)}"
