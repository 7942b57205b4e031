"""Walks the operators' console: every list, page, form and act opens; no stranger enters; no secret is shown."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache

import config.urls  # noqa: F401  The consoles are complete once the addresses are.
from common import clock
from common.console import all_acts, ops_site
from common.duties.models import DutyLimit
from tests.analytics.admin.world import CODES, EMAIL, PHONE, SECRET, World, list_of, sign_in
from tests.factories import make_operator, make_user

MODELS = sorted(ops_site._registry, key=lambda model: model._meta.label)
PAGES = ("", "unknown/", "stock/", "invariants/", "benefit-classes/", "find/?q=G-")
OPS_ACTS = [act for act in all_acts() if act.site == "ops"]


def _addresses(world: World) -> Iterator[str]:
    yield from (f"/ops/{page}" for page in PAGES)
    yield f"/ops/life/code/{world.delivered.code_id}/"
    yield f"/ops/life/grant/{world.delivered.grant_id}/"
    for model in MODELS:
        yield list_of(model)
        yield f"{list_of(model)}?q=zzz"
        row = model._default_manager.first()
        if row is not None and model._meta.label != "common.Event":
            yield f"{list_of(model)}{row.pk}/change/"
            yield f"{list_of(model)}{row.pk}/history/"


def test_every_page_opens_and_shows_no_code_and_no_secret(world: World) -> None:
    client = sign_in()
    forbidden = (*CODES, SECRET, world.api_key, PHONE, EMAIL, "246810", "8613812345678")
    for address in _addresses(world):
        response = client.get(address, follow=True)
        page = response.content.decode()
        assert (address, response.status_code, [secret for secret in forbidden if secret in page]) == (address, 200, [])


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_what_can_be_made_has_a_form_and_nothing_else_has_one(db: None, model: Any) -> None:
    admin = ops_site.get_model_admin(model)
    expected = 200 if getattr(admin, "creatable", True) else 403
    assert sign_in().get(f"{list_of(model)}add/").status_code == expected


def test_a_stranger_to_all_rights_sees_no_page(world: World) -> None:
    client = sign_in(make_user(is_staff=True))
    answers = {address: client.get(address).status_code for address in _addresses(world)}
    open_to_all = {"/ops/", "/ops/find/?q=G-"}
    assert {address for address, status in answers.items() if status == 200} == open_to_all


def _with_limit(registered: Any) -> Any:
    """An operator with a limit of their own where nobody may without one: the form is not opened before."""
    person, name = make_operator(), f"ops.{registered.model._meta.label_lower}.{registered.act.name}"
    until = clock.now() + timedelta(days=1)
    DutyLimit.objects.create(person=person, duty=name, daily=9, reason="the day's work", until=until, created_at=clock.now())
    return person


@pytest.mark.parametrize("registered", OPS_ACTS, ids=lambda act: f"{act.model._meta.label}.{act.act.name}")
def test_every_act_has_a_page_and_a_right_of_its_own(world: World, registered: Any) -> None:
    act, model = registered.act, registered.model
    row = next((row for row in model._default_manager.all() if act.when(row)), model._default_manager.first())
    address = f"{list_of(model)}act/{act.name}/" if act.on == "list" else f"{list_of(model)}{row.pk}/act/{act.name}/"
    assert sign_in(_with_limit(registered)).get(address).status_code == 200
    assert sign_in(make_user(is_staff=True)).post(address, {"act": act.name}).status_code in (403, 404)


def test_every_act_of_operations_is_a_right_that_can_be_given(db: None) -> None:
    rights = {registered.act.permission for registered in OPS_ACTS}
    user = make_user(is_superuser=True)
    assert {right for right in rights if not user.get_all_permissions() >= {right}} == set()


def test_lists_ask_no_more_for_more_rows(world: World, django_assert_max_num_queries: Any) -> None:
    client = sign_in()
    client.get("/ops/")  # The first visit of a session writes it down.
    for model in MODELS:
        cache.clear()  # The sidebar's figures are kept for seconds: here every list counts them anew.
        with django_assert_max_num_queries(16):
            client.get(list_of(model))
