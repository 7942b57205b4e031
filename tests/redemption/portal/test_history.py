"""The history: everything claimed, and what ended unclaimed, twenty at a time."""

import re
from datetime import timedelta

import pytest

from benefits.models import Grant
from tests.factories import NOW, make_benefit, make_grant, make_member
from tests.redemption.operations.claiming import claim, code_grant
from tests.redemption.portal.visiting import seen, topup_grant, visitor

pytestmark = pytest.mark.django_db


def test_a_claim_is_kept_with_its_account_and_state() -> None:
    grant = topup_grant()
    claim(grant)
    assert f"History March 2026 {grant.benefit.name} 2 Mar, 10:00 138****5678 Started" in seen(visitor(grant.member), "/history/")


def test_what_was_let_go_is_kept_too() -> None:
    grant = make_grant(benefit=make_benefit(name="没赶上"), state="expired", expired_at=NOW - timedelta(days=40))
    assert "January 2026 没赶上 21 Jan, 10:00 Expired" in seen(visitor(grant.member), "/history/")


def test_a_used_one_says_so() -> None:
    grant = code_grant()
    claim(grant)
    Grant.objects.filter(id=grant.id).update(state="used", used_at=NOW)
    assert seen(visitor(grant.member), "/history/").endswith("2 Mar, 10:00 Used")


def test_an_empty_history_says_what_will_be_kept() -> None:
    assert "Nothing here yet What you claim, and what you let go, is kept here." in seen(visitor(make_member()), "/history/")


def test_earlier_ones_follow_and_none_is_lost_where_many_ended_at_once() -> None:
    member, benefit = make_member(), make_benefit()
    for _ in range(45):
        make_grant(member, benefit, committed=0, state="expired", expired_at=NOW - timedelta(days=1))
    client, path, found = visitor(member), "/history/", []
    for _page in range(3):
        html = client.get(path).content.decode()
        found += re.findall(r'href="/grants/([0-9a-f-]+)/"', html)
        path = "/history/" + html.split('href="?')[1].split('"')[0].replace("&amp;", "&").join(["?", ""]) if 'href="?' in html else ""
    assert len(found) == len(set(found)) == 45
    assert path == ""


@pytest.mark.parametrize("place", ["?before=yesterday&id=1", "?before=2026-01-01T00:00:00&id=x", "?before=&id="])
def test_nonsense_in_the_address_shows_the_newest(place: str) -> None:
    grant = code_grant()
    claim(grant)
    assert grant.benefit.name in seen(visitor(grant.member), f"/history/{place}")


def test_nothing_of_anybody_else_is_in_it() -> None:
    claim(code_grant())
    assert "Nothing here yet" in seen(visitor(make_member()), "/history/")
