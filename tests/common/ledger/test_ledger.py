"""The ledger: sums to zero, never below a floor, never rewritten."""

from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from common.ids import new_id
from common.ledger import BalanceTooLow, Line, Owner, balances_of, open_account, post
from common.ledger.models import Account, Posting, Transfer
from tests.factories import NOW
from tests.together import together

pytestmark = pytest.mark.django_db


def purse(amount: int = 0) -> tuple[UUID, UUID, UUID]:
    """An owner with a source and a purse that holds so much."""
    owner = new_id()
    source = open_account(Owner("test", owner), name="source", unit="CNY", floor=None)
    account = open_account(Owner("test", owner), name="purse", unit="CNY")
    if amount:
        post(key=f"fill:{owner}", kind="fill", lines=[Line(source, -amount), Line(account, amount)], at=NOW)
    return owner, source, account


def test_transfer_moves_an_amount_between_accounts() -> None:
    owner, _source, _account = purse(500)
    assert balances_of("test", [owner])[owner] == {"source": -500, "purse": 500}


def test_lines_that_do_not_sum_to_zero_are_refused() -> None:
    _owner, source, account = purse()
    with pytest.raises(ValueError, match="not to zero"):
        post(key="k", kind="bad", lines=[Line(source, -5), Line(account, 4)], at=NOW)
    assert Transfer.objects.count() == 0


def test_balance_never_goes_below_its_floor_and_nothing_is_written() -> None:
    owner, source, account = purse(100)
    with pytest.raises(BalanceTooLow) as refused, transaction.atomic():
        post(key="k", kind="spend", lines=[Line(account, -101), Line(source, 101)], at=NOW)
    assert refused.value.facts["needed"] == 1
    assert balances_of("test", [owner])[owner]["purse"] == 100
    assert not Transfer.objects.filter(key="k").exists()


def test_same_key_posts_once() -> None:
    owner, source, account = purse(100)
    lines = [Line(account, -10), Line(source, 10)]
    assert (post(key="k", kind="spend", lines=lines, at=NOW), post(key="k", kind="spend", lines=lines, at=NOW)) == (True, False)
    assert balances_of("test", [owner])[owner]["purse"] == 90


def test_opening_the_same_account_twice_is_the_same_account() -> None:
    owner, source, _account = purse()
    assert open_account(Owner("test", owner), name="source", unit="CNY", floor=None) == source


@pytest.mark.parametrize("change", [lambda: Posting.objects.update(amount=1), lambda: Posting.objects.all().delete()])
def test_postings_are_never_changed(change: object) -> None:
    purse(100)
    with pytest.raises(DatabaseError, match="common_posting"), transaction.atomic():
        change()  # type: ignore[operator]


def test_schema_refuses_a_transfer_that_does_not_sum_to_zero() -> None:
    _owner, source, _account = purse(100)
    transfer = Transfer.objects.create(key="raw", kind="raw", at=NOW)
    Posting.objects.create(transfer=transfer, account_id=source, amount=7)
    with pytest.raises(IntegrityError, match="does not sum to zero"), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_schema_refuses_a_balance_below_its_floor() -> None:
    _owner, _source, account = purse(100)
    with pytest.raises(IntegrityError, match="account_floor"), transaction.atomic():
        Account.objects.filter(id=account).update(balance=-1)


@pytest.mark.django_db(transaction=True)
def test_twenty_spenders_never_spend_more_than_there_is() -> None:
    owner, source, account = purse(70)
    results = together(20, lambda n: post(key=f"s{n}", kind="spend", lines=[Line(account, -10), Line(source, 10)], at=NOW))
    assert sum(result is True for result in results) == 7
    assert {type(result) for result in results if result is not True} == {BalanceTooLow}
    assert balances_of("test", [owner])[owner]["purse"] == 0
