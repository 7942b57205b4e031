"""The wallet: each grant once, in the group where its member looks for it."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from redemption.models import Redemption
from redemption.queries.wallet import Wallet, wallet_of
from tests.factories import NOW, make_benefit, make_grant, make_member
from tests.redemption.operations.claiming import claim, stock_of
from tests.redemption.portal.visiting import move, topup_grant

pytestmark = pytest.mark.django_db

ZONE = "Asia/Shanghai"


def _shown(wallet: Wallet) -> dict[str, str]:
    return {item.grant.benefit.name.own: item.shown for item in wallet.items}


def _wallet(member_id: UUID, *, days: int = 0) -> Wallet:
    return wallet_of(member_id, zone=ZONE, at=NOW + timedelta(days=days))


def test_what_ends_first_comes_next() -> None:
    member = make_member()
    late, soon = (make_grant(member, claimable_until=NOW + timedelta(days=days)) for days in (9, 2))
    wallet = _wallet(member.id)
    assert wallet.next is not None
    assert (wallet.next.grant.id, [item.grant.id for item in wallet.claimable]) == (soon.id, [late.id])


def test_the_clock_is_believed_before_the_sweeper_has_come_by() -> None:
    member = make_member()
    make_grant(member, make_benefit(name="over"), claimable_until=NOW)
    make_grant(member, make_benefit(name="open"), state="scheduled", claimable_from=NOW)
    make_grant(member, make_benefit(name="later"), state="scheduled", claimable_from=NOW + timedelta(seconds=1))
    assert _shown(_wallet(member.id)) == {"over": "expired", "open": "claimable", "later": "later"}


def test_a_top_up_moves_is_confirmed_and_done() -> None:
    grant = topup_grant()
    claim(grant)
    redemption = Redemption.objects.get()
    shown: list[str] = []
    for state in ("processing", "unknown", "fulfilled"):
        move(redemption, state)
        shown += _shown(_wallet(grant.member_id)).values()
    assert shown == ["moving", "unknown", "done"]


def test_a_failed_delivery_is_to_be_claimed_again() -> None:
    grant = topup_grant()
    claim(grant)
    move(Redemption.objects.get(), "failed")
    item = _wallet(grant.member_id).next
    assert item is not None
    assert (item.shown, item.is_retry) == ("claimable", True)


def test_a_code_is_ready_until_its_last_day_is_over_where_the_member_is() -> None:
    benefit = make_benefit()
    stock_of(benefit.product, 1, expires_on=(NOW + timedelta(days=20)).date())
    grant = make_grant(benefit=benefit)
    claim(grant)
    shown = [next(iter(_shown(_wallet(grant.member_id, days=days)).values())) for days in (20, 21)]
    assert shown == ["ready", "expired"]


def test_what_ended_long_ago_is_left_to_the_history() -> None:
    member = make_member()
    make_grant(member, state="revoked", revoked_at=NOW - timedelta(days=61))
    assert _wallet(member.id).is_empty


def test_three_queries_are_enough() -> None:
    member = make_member()
    for _ in range(10):
        make_grant(member)
    with CaptureQueriesContext(connection) as queries:
        _wallet(member.id)
    assert len(queries) == 3
