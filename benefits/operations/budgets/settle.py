"""Telling budgets what became of their grants: spent, or free again. In bulk, so that no claim waits for a budget."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from benefits.models import Budget
from benefits.operations.budgets.accounts import account
from common.failpoints import failpoint
from common.ids import new_id
from common.ledger import Line, post

_SETTLE = """
WITH due AS (
    SELECT id FROM benefits_grant
    WHERE settled_at IS NULL AND state IN ('fulfilled', 'used', 'expired', 'revoked') {only}
    ORDER BY id LIMIT %(limit)s FOR UPDATE SKIP LOCKED)
UPDATE benefits_grant g SET settled_at = %(at)s FROM due WHERE g.id = due.id
RETURNING g.budget_id, g.committed, g.state IN ('fulfilled', 'used')
"""


@transaction.atomic
def settle_grants(*, at: datetime, batch_id: UUID | None = None, limit: int = 5000) -> int:
    """
    Post the outcome of up to ``limit`` grants to their budgets; returns how many were settled.

    Locks    the grants (passing over those that others hold), then the budgets' accounts.
    """
    only = "AND batch_id = %(batch)s" if batch_id else ""
    with connection.cursor() as cursor:
        cursor.execute(_SETTLE.format(only=only), {"at": at, "batch": batch_id, "limit": limit})
        settled = cursor.fetchall()
    sums: dict[UUID, dict[str, int]] = defaultdict(lambda: {"spent": 0, "available": 0})
    for budget_id, committed, is_spent in settled:
        sums[budget_id]["spent" if is_spent else "available"] += committed
    for budget in Budget.objects.filter(id__in=sums).order_by("id"):
        _post(budget, sums[budget.id], at)
    failpoint("settle.before_commit")
    return len(settled)


def settle_as_free(budget: Budget, amount: int, *, at: datetime) -> None:
    """Free what grants had reserved that the caller has just taken back and marked as settled. Locks the budget's accounts: call it last."""
    if amount:
        _post(budget, {"spent": 0, "available": amount}, at)


def _post(budget: Budget, outcome: dict[str, int], at: datetime) -> None:
    lines = [Line(account(budget, "reserved"), -sum(outcome.values()))]
    lines += [Line(account(budget, name), amount) for name, amount in outcome.items()]
    post(key=f"settle:{new_id()}", kind="budget.settled", lines=lines, at=at)
