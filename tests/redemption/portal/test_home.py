"""The first page: what is mine, what ends next, one clear next button."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from members.models import Member
from tests.factories import NOW, make_benefit, make_bundle, make_enterprise, make_grant, make_member
from tests.redemption.operations.claiming import claim, code_grant
from tests.redemption.portal.visiting import seen, topup_grant, visitor, words_of

pytestmark = pytest.mark.django_db


def test_a_stranger_is_welcomed_and_shown_the_way_in() -> None:
    response = Client().get("/")
    assert response.status_code == 200
    assert 'href="/login/"' in response.content.decode()


def test_the_soonest_to_end_comes_next_with_one_button_to_claim_it() -> None:
    member = make_member()
    make_grant(member, make_benefit(name="慢慢来"), claimable_until=NOW + timedelta(days=20))
    make_grant(member, make_benefit(name="快结束"), claimable_until=NOW + timedelta(days=2))
    page = seen(visitor(member), "/")
    assert page.index("Next for you 快结束") < page.index("Claim now") < page.index("慢慢来")


def test_one_tap_on_the_first_page_claims() -> None:
    grant = code_grant()
    client = visitor(grant.member)
    html = client.get("/").content.decode()
    key = html.split('name="key" value="')[1].split('"')[0]
    response = client.post(f"/grants/{grant.id}/claim/", {"key": key})
    assert response["Location"] == f"/redemptions/{grant.redemptions.get().id}/"


def test_everything_that_is_mine_stands_in_its_group() -> None:
    member = make_member()
    make_grant(member, make_benefit(name="头一个"))
    make_grant(member, make_benefit(name="以后的"), claimable_from=NOW + timedelta(days=1), state="scheduled")
    ready = code_grant(member=member)
    claim(ready)
    make_grant(member, make_benefit(name="过期的"), state="expired", expired_at=NOW)
    page = seen(visitor(member), "/")
    assert f"Ready to use 1 {ready.benefit.name}" in page
    assert "Coming later 1 以后的 From 3 Mar, 10:00" in page
    assert "Lately 过期的 Expired" in page


def test_a_long_group_shows_its_first_five_until_one_asks_for_all() -> None:
    member, benefit = make_member(), make_benefit()
    for days in range(2, 15):
        make_grant(member, benefit, claimable_until=NOW + timedelta(days=days))
    client = visitor(member)
    short, whole = client.get("/").content.decode(), client.get("/?all=1").content.decode()
    # One of the thirteen stands above, with its button.
    assert (short.count('class="ticket '), whole.count('class="ticket ')) == (5, 12)
    assert "To claim 12" in words_of(short)
    assert 'href="?all=1#group-claimable"' in short
    assert "Show all" not in whole


def test_a_page_that_shows_all_looks_again_at_all() -> None:
    grant = topup_grant()
    claim(grant)
    assert 'hx-get="/?all=1&amp;seen=' in visitor(grant.member).get("/?all=1").content.decode()


def test_what_came_to_life_is_told_as_activated() -> None:
    member = make_member()
    (code,) = claim(code_grant(member=member))
    client = visitor(member)
    assert "Activated" not in seen(client, "/")
    client.post(f"/redemptions/{code.id}/code/")
    assert "Activated" in seen(client, "/")
    assert "Activated 2 Mar 2026, 10:00" in seen(client, f"/redemptions/{code.id}/")


def test_an_empty_wallet_says_what_will_come() -> None:
    member = make_member(make_enterprise(name="星河科技"))
    assert "When 星河科技 gives you something, it appears here" in seen(visitor(member), "/")


def test_nothing_of_anybody_else_is_shown() -> None:
    mine, theirs = make_member(), make_grant(benefit=make_benefit(name="别人的"))
    assert theirs.benefit.name not in seen(visitor(mine), "/")


def test_names_are_english_for_those_who_read_english() -> None:
    member = make_member()
    make_grant(member, make_benefit(name="拿铁一杯", name_en="A latte"))
    client = visitor(member)
    assert "A latte" in seen(client, "/")
    client.post("/language/", {"language": "zh-hans"})
    assert "拿铁一杯" in words_of(client.get("/").content.decode())


@pytest.mark.parametrize("count", [1, 50])
def test_the_first_page_asks_the_database_eight_times_at_most(count: int) -> None:
    member = make_member()
    for _ in range(count):
        _three_kinds(member)
    client = visitor(member)
    with CaptureQueriesContext(connection) as queries:
        client.get("/")
    assert len(queries) <= 8


def test_the_first_page_of_fifty_grants_weighs_less_than_a_hundred_kilobytes() -> None:
    member = make_member()
    for _ in range(17):
        _three_kinds(member)
    response = visitor(member).get("/", headers={"accept-encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"
    static = Path(settings.BASE_DIR, "static")
    # As large as on disk: what is compressed on its way weighs less still.
    files = [*static.glob("portal/*"), static / "brand/mark.svg"]
    assert len(response.content) + sum(file.stat().st_size for file in files) < 100_000


def _three_kinds(member: Member) -> None:
    part = make_benefit("topup")
    for benefit in (make_benefit(), part, make_bundle(part)):
        make_grant(member, benefit, committed=0)
