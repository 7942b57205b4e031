"""Posting to the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from common.actors import Actor
from common.failpoints import failpoint
from common.ids import new_id
from common.ledger.models import Account, Posting, Transfer
from common.refusals import Refused


class BalanceTooLow(Refused):
    code = "balance_too_low"
    sentence = _("There isn't enough left.")
    exact = _("The account holds %(balance)s and its floor is %(floor)s; this needs %(needed)s more.")


@dataclass(frozen=True, slots=True)
class Line:
    """One posting to be: an account and a signed amount in its unit."""

    account_id: UUID
    amount: int


_INSERT_TRANSFER = """
INSERT INTO common_transfer (id, enterprise_id, key, kind, at, actor, reason) VALUES (%s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (key) DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose accounts they are: a noun, its id, and the enterprise it belongs to."""

    noun: str
    id: UUID
    enterprise_id: UUID | None = None


def open_account(owner: Owner, *, name: str, unit: str, floor: int | None = 0) -> UUID:
    """The id of the owner's account of this name and unit, opened at zero if it is new."""
    account, _created = Account.objects.get_or_create(
        owner_type=owner.noun,
        owner_id=owner.id,
        name=name,
        unit=unit,
        defaults={"floor": floor, "enterprise_id": owner.enterprise_id},
    )
    return account.id


@transaction.atomic
def post(*, key: str, kind: str, lines: Sequence[Line], at: datetime, by: Actor | None = None, reason: str = "") -> bool:
    """
    Post one transfer. Lines on the same account are added up; a line of zero falls away.

    Locks    the accounts, in the order of their ids.
    Replays  a key that was posted before changes nothing and returns False.

    :raises BalanceTooLow: an account would go below its floor; nothing is written.
    :raises ValueError: the lines do not sum to zero.
    """
    sums = _summed(lines)
    if sum(sums.values()) != 0:
        raise ValueError(f"the lines of {key} sum to {sum(sums.values())}, not to zero")
    if not sums:
        return False
    accounts = list(Account.objects.select_for_update().filter(id__in=sums).order_by("id"))
    enterprises = {account.enterprise_id for account in accounts}
    enterprise_id = enterprises.pop() if len(enterprises) == 1 else None
    transfer = Transfer(id=new_id(), enterprise_id=enterprise_id, key=key, kind=kind, at=at, actor=str(by or ""), reason=reason)
    if not _insert_once(transfer):
        return False
    for account in accounts:
        _refuse_below_floor(account, sums[account.id])
        account.balance += sums[account.id]
    Account.objects.bulk_update(accounts, ["balance"])
    failpoint("ledger.between_balance_and_postings", key)
    Posting.objects.bulk_create([Posting(transfer=transfer, account_id=i, amount=a) for i, a in sums.items()])
    return True


def _summed(lines: Sequence[Line]) -> dict[UUID, int]:
    sums: dict[UUID, int] = {}
    for line in lines:
        sums[line.account_id] = sums.get(line.account_id, 0) + line.amount
    return {account_id: amount for account_id, amount in sums.items() if amount}


def _insert_once(transfer: Transfer) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT_TRANSFER,
            [transfer.id, transfer.enterprise_id, transfer.key, transfer.kind, transfer.at, transfer.actor, transfer.reason],
        )
        return cursor.rowcount == 1


def _refuse_below_floor(account: Account, amount: int) -> None:
    if account.floor is not None and amount < 0 and account.balance + amount < account.floor:
        missing = account.floor - account.balance - amount
        raise BalanceTooLow(account_id=account.id, balance=account.balance, floor=account.floor, needed=missing)
