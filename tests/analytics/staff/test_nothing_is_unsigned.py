"""Whatever is written through the consoles and staff's own pages has its author, whichever page it was."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from pytest_django import Settings

import config.urls  # noqa: F401  The consoles are complete once the addresses are.
from common.console import hr_site, ops_site
from common.feed.models import Event
from members.models import User
from tests.analytics.admin.world import make_world, sign_in
from tests.factories import PASSWORD, make_operator, make_user
from tests.hostile.forms.routes import addresses
from tests.redemption.portal.visiting import words_of

ANOTHER = "correct-horse-battery-9"


class _Form(HTMLParser):
    """What a browser would send of a page's longest form."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, Any]] = []
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = str(given.get("name") or "")
        if tag == "form":
            self.forms.append({})
        elif tag == "select":
            self.select = name
        elif self.forms and tag == "option" and self.select and ("selected" in given or self.select not in self.forms[-1]):
            self.forms[-1][self.select] = given.get("value") or ""
        elif self.forms and tag == "input" and name and (given.get("type") not in ("checkbox", "radio", "file") or "checked" in given):
            self.forms[-1].setdefault(name, []).append(given.get("value") or "")

    @property
    def longest(self) -> dict[str, Any]:
        return max(self.forms, key=len, default={})


def _filled(page: str) -> dict[str, Any]:
    form = _Form()
    form.feed(page)
    typed = {
        name: [f"{each}7" for each in value] if name in ("name", "username", "first_name", "label") else value
        for name, value in form.longest.items()
    }
    return {**typed, "reason": "to see who signs", "post": "yes", "_save": "1"}


def _pages() -> Iterator[str]:
    """Every form of both consoles: of a row each, of none, of each act."""
    for site in (ops_site, hr_site):
        for model, admin in site._registry.items():
            base = f"/{site.name}/{model._meta.app_label}/{model._meta.model_name}/"
            row = model._default_manager.first()
            acts = [act.name for act in getattr(admin, "acts", ())]
            yield from (f"{base}{page}" for page in ("add/", *(f"act/{act}/" for act in acts)))
            if row is not None:
                yield from (f"{base}{row.pk}/{page}" for page in (*(f"act/{act}/" for act in acts), "change/", "delete/"))


def _nobody_signs() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('quanyi.actor', '', true), set_config('quanyi.reason', '', true)")


def test_no_form_of_a_console_leaves_an_event_without_its_author(db: None) -> None:
    world = make_world()
    Group.objects.create(name="night")
    hr = Client()
    hr.force_login(world.enterprise.staff.first().user, backend="members.staff_login.StaffBackend")
    clients = {"/ops/": sign_in(), "/hr/": hr}
    last = Event.objects.order_by("-id").values_list("id", flat=True).first() or 0
    for address in [*_pages(), *(a for a in addresses() if a.startswith(("/ops/", "/hr/")) and "logout" not in a)]:
        client = clients[address[: address.index("/", 1) + 1]]
        client.raise_request_exception = False
        shown = client.get(address)
        _nobody_signs()
        act = address.rstrip("/").rpartition("/")[2]
        client.post(address, {**_filled(shown.content.decode(errors="ignore")), "act": act})
        _nobody_signs()
    events = Event.objects.filter(id__gt=last)
    assert list(events.exclude(actor__startswith="user:").filter(actor__startswith="db:").values_list("kind", "request_id")) == []
    # The walk has changed something of every sort; of nothing nobody would be the author.
    nouns = set(events.values_list("subject_type", flat=True))
    assert nouns >= {"group", "user", "supplier", "product", "offer", "benefit", "enterprise"}


@pytest.fixture
def group(transactional_db: None) -> Iterator[Group]:
    """A group of this test alone: what migrations put there stays for the others."""
    group = Group.objects.create(name="night shift")
    yield group
    Group.objects.filter(pk=group.pk).delete()


def test_a_right_given_to_a_group_is_signed_and_stands_among_the_changes(group: Group) -> None:
    boss = make_operator("boss")
    client = sign_in(boss)
    right = Permission.objects.get(codename="show_code")
    client.post(f"/ops/auth/group/{group.pk}/change/", {"name": "night shift", "permissions": [right.pk], "_save": "1"})
    event = Event.objects.get(kind="group.right_given", data__after__right="redemption.show_code", actor=f"user:{boss.pk}")
    assert event.request_id != ""
    assert "right redemption.show_code" in words_of(client.get("/ops/changes/?noun=group").content.decode()).replace("— ", "")
    assert "Group of operators: right given" in words_of(client.get(f"/ops/auth/group/{group.pk}/history/").content.decode())
    client.post(f"/ops/auth/group/{group.pk}/delete/", {"post": "yes"})
    assert Event.objects.get(kind="group.removed").actor == f"user:{boss.pk}"


def _passwords(user: User) -> list[tuple[str, str]]:
    return list(Event.objects.filter(subject_id=user.pk, kind__startswith="user.password").order_by("id").values_list("kind", "actor"))


@pytest.mark.django_db(transaction=True)
def test_a_password_set_by_somebody_else_is_another_event_than_ones_own_change(settings: Settings) -> None:
    settings.STAFF_TOTP_REQUIRED = False
    boss, clerk = make_operator("boss"), make_user("clerk")
    sign_in(boss).post(f"/ops/members/user/{clerk.pk}/password/", {"password1": ANOTHER, "password2": ANOTHER, "usable_password": "true"})
    assert _passwords(clerk) == [("user.password_set", f"user:{boss.pk}")]
    client = sign_in(boss)
    client.post("/staff/password/", {"oldpassword": PASSWORD, "password1": ANOTHER, "password2": ANOTHER})
    assert _passwords(boss) == [("user.password_changed", f"user:{boss.pk}")]


@pytest.mark.django_db(transaction=True)
def test_setting_up_and_removing_the_second_step_is_signed(settings: Settings) -> None:
    settings.STAFF_TOTP_REQUIRED = False
    boss, client = make_operator("boss"), Client()
    client.post("/staff/login/", {"login": "boss", "password": PASSWORD})
    client.get("/staff/mfa/totp/activate/")
    secret = client.session["mfa.totp.secret"]
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    client.post("/staff/mfa/totp/activate/", {"code": code})
    client.post("/staff/mfa/totp/deactivate/")
    events = Event.objects.filter(subject_id=boss.pk, kind__contains="second_step", data__what="totp").order_by("id")
    by = f"user:{boss.pk}"
    assert list(events.values_list("kind", "actor")) == [("user.second_step_made", by), ("user.second_step_removed", by)]
