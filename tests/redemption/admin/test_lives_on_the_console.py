"""Whole lives of codes and grants, and making good what went wrong."""

from uuid import uuid4

import pytest

from common.feed.models import Event
from redemption.models import Redemption
from redemption.queries.lives import Life, whole_life_of_code, whole_life_of_grant
from redemption.queries.timelines import timeline_of
from supply.models import Code
from tests.analytics.admin.world import World, make_world, sign_in
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def _life_of_delivered(world: World) -> Life:
    assert world.delivered.code_id is not None
    return whole_life_of_code(world.delivered.code_id)


def test_a_codes_life_runs_from_its_order_to_its_reader(world: World) -> None:
    life = _life_of_delivered(world)
    kinds = [entry.kind for entry in life.trail]
    assert kinds.index("lot.opened") < kinds.index("lot.released") < kinds.index("code.issued") < kinds.index("code.revealed")
    assert life.code is not None
    assert life.grant is not None
    assert (life.code.origin.cost_minor, life.grant.serial, len(life.showings)) == (9_000, world.delivered.grant.serial, 1)


def test_a_code_that_nobody_has_ends_on_the_shelf(world: World) -> None:
    free = Code.objects.filter(state="available").values_list("pk", flat=True)
    life = whole_life_of_code(free[0])
    assert (life.grant, life.deliveries, life.showings) == (None, [], [])


def test_a_grants_life_holds_its_deliveries_and_their_codes(world: World) -> None:
    life = whole_life_of_grant(world.delivered.grant_id)
    assert [(delivery.id, delivery.code_id) for delivery in life.deliveries] == [(world.delivered.pk, world.delivered.code_id)]
    assert {entry.subject_type for entry in life.trail} == {"batch", "grant", "redemption", "code"}


def test_a_life_that_is_not_there_is_a_missing_page(world: World) -> None:
    client = sign_in()
    assert [client.get(f"/ops/life/{noun}/{uuid4()}/").status_code for noun in ("code", "grant")] == [404, 404]


def test_a_life_needs_the_right_to_see_it(world: World) -> None:
    client = sign_in(make_user(is_staff=True))
    assert client.get(f"/ops/life/code/{world.delivered.code_id}/").status_code == 403


def test_a_bad_code_is_replaced_and_its_life_says_so(world: World) -> None:
    here = f"/ops/redemption/redemption/{world.delivered.pk}/act/reissue/"
    response = sign_in().post(here, {"act": "reissue", "reason": "the shop refused it"})
    new = Redemption.objects.get(replaces=world.delivered)
    assert (response["Location"], new.state) == (f"/ops/redemption/redemption/{new.pk}/change/", "fulfilled")
    kinds = [entry.kind for entry in _life_of_delivered(world).trail]
    assert [kind for kind in ("code.void", "code.charged_back", "redemption.reversed") if kind not in kinds] == []


def test_a_members_timeline_holds_every_house_the_newest_first(world: World) -> None:
    page = sign_in().get(f"/ops/life/member/{world.delivered.member_id}/")
    kinds = [step.kind for step in page.context["steps"]]
    assert [kind for kind in kinds if kind in ("code.revealed", "grant.claimed", "grant.issued", "member.joined")][-1] == "member.joined"
    assert kinds.index("code.revealed") < kinds.index("code.issued")
    assert len(page.context["grants"]) == 2


def test_a_timeline_can_keep_to_one_sort_and_go_on(world: World) -> None:
    page = sign_in().get(f"/ops/life/member/{world.delivered.member_id}/?noun=redemption")
    assert {step.kind.split(".")[0] for step in page.context["steps"]} == {"redemption"}
    newest = timeline_of(world.delivered.member_id)
    last = Event.objects.filter(member_id=world.delivered.member_id).order_by("-id").values_list("id", flat=True)[0]
    rest = timeline_of(world.delivered.member_id, before=last)
    assert (newest.older, len(rest.entries)) == (None, len(newest.entries) - 1)
