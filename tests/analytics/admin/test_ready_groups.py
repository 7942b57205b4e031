"""The groups that are there from the beginning: each opens its own pages, and no other."""

import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client

import config.urls  # noqa: F401  The consoles are complete once the addresses are.
from common.console import all_acts, ops_site
from common.console.groups import READY_GROUPS, make_groups
from tests.analytics.admin.world import list_of, sign_in
from tests.factories import make_user

pytestmark = pytest.mark.django_db
PAGES = {"unknown/": "supply.TopUp", "stock/": "supply.Lot", "invariants/": "analytics.Proof"}
NAMES = [group.name for group in READY_GROUPS]


@pytest.fixture(autouse=True)
def _groups() -> None:
    make_groups(ops_site._registry)


def one_of(name: str) -> Client:
    """Somebody of the group, signed in."""
    user = make_user(is_staff=True)
    user.groups.add(Group.objects.get(name=name))
    return sign_in(user)


def opened_by(name: str) -> set[str]:
    """The lists and pages that a member of the group can open."""
    client = one_of(name)
    lists = {model._meta.label for model in ops_site._registry if client.get(list_of(model)).status_code == 200}
    return lists | {page for page in PAGES if client.get(f"/ops/{page}").status_code == 200}


@pytest.mark.parametrize("ready", READY_GROUPS, ids=NAMES)
def test_a_group_opens_exactly_its_pages(ready: object) -> None:
    everything = {model._meta.label for model in ops_site._registry}
    seen = everything if ready.sees == ("*",) else set(ready.sees)  # type: ignore[attr-defined]
    assert opened_by(ready.name) == seen | {page for page, model in PAGES.items() if model in seen}  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", NAMES)
def test_whatever_the_front_page_leads_to_opens(name: str) -> None:
    client = one_of(name)
    links = set(re.findall(r'href="(/ops/[^"?#]*)', client.get("/ops/").content.decode()))
    assert len(links) > 5
    assert [link for link in sorted(links) if client.get(link).status_code != 200] == []


@pytest.mark.parametrize("name", ["auditor", "finance"])
def test_who_only_reads_has_no_right_to_change_anything(name: str) -> None:
    rights = Group.objects.get(name=name).permissions.values_list("codename", flat=True)
    assert [right for right in rights if not right.startswith("view_")] == []


@pytest.mark.parametrize("ready", READY_GROUPS, ids=NAMES)
def test_every_right_that_a_group_names_is_there(ready: object) -> None:
    named = {*(act.partition(".")[2] for act in ready.acts)}  # type: ignore[attr-defined]
    for verb, labels in (("view", ready.sees), ("change", ready.edits), ("add", ready.makes)):  # type: ignore[attr-defined]
        named |= {f"{verb}_{label.partition('.')[2].lower()}" for label in labels if label != "*"}
    given = set(Group.objects.get(name=ready.name).permissions.values_list("codename", flat=True))  # type: ignore[attr-defined]
    assert named - given == set()


def test_acts_that_no_group_has_are_left_to_those_who_have_every_right() -> None:
    given = {act for group in READY_GROUPS for act in group.acts}
    left = {registered.act.permission for registered in all_acts() if registered.site == "ops"} - given
    # To see a code, an operator needs more than a group: see the registry of duties.
    assert {right for right in left if right.startswith(("supply.", "redemption."))} == {"redemption.show_code"}


def test_making_them_again_restores_what_they_are_and_leaves_others_alone() -> None:
    own, auditor = Group.objects.create(name="our own"), Group.objects.get(name="auditor")
    before = auditor.permissions.count()
    auditor.permissions.add(Permission.objects.get(codename="void_code"))
    make_groups(ops_site._registry)
    assert (auditor.permissions.count(), own.permissions.count(), Group.objects.count()) == (before, 0, len(READY_GROUPS) + 1)
