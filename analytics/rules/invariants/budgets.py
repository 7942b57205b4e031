"""Budgets and the ledger beneath them."""

from django.utils.translation import gettext_lazy as _

from analytics.rules.invariants.shape import Invariant

_BALANCE = "COALESCE((SELECT balance FROM common_account a WHERE a.owner_type = 'budget' AND a.owner_id = b.id AND a.name = '{name}'), 0)"

BUDGETS = (
    Invariant(
        "budget_never_exceeded",
        _("Reserved and spent never exceed a budget"),
        f"""SELECT b.id::text FROM benefits_budget b
            WHERE {_BALANCE.format(name="reserved")} + {_BALANCE.format(name="spent")} > -{_BALANCE.format(name="funding")}""",
    ),
    Invariant(
        "budget_equals_grants",
        _("A budget equals its grants and openings: reserved what is open or untaken, spent what was delivered"),
        f"""SELECT b.id::text FROM benefits_budget b
            LEFT JOIN (SELECT budget_id, sum(committed) FILTER (WHERE settled_at IS NULL) AS open,
                sum(committed) FILTER (WHERE settled_at IS NOT NULL AND state IN ('claimable', 'claimed', 'fulfilled', 'used')) AS spent
                FROM benefits_grant GROUP BY budget_id) g ON g.budget_id = b.id
            LEFT JOIN (SELECT t.budget_id, sum(t.committed - COALESCE(r.granted, 0)) AS coming FROM benefits_batch t
                LEFT JOIN (SELECT batch_id, sum(committed) AS granted FROM benefits_batchrow WHERE outcome = 'granted' GROUP BY batch_id) r
                ON r.batch_id = t.id WHERE t.state = 'issuing' AND t.source <> 'opening' GROUP BY t.budget_id) i ON i.budget_id = b.id
            LEFT JOIN (SELECT o.budget_id, sum((o.pieces - (SELECT count(*) FROM benefits_piece p
                    WHERE p.opening_id = o.id AND p.state = 'taken')) * o.piece_committed) AS promised
                FROM benefits_opening o WHERE o.state IN ('preparing', 'published') GROUP BY o.budget_id) o ON o.budget_id = b.id
            WHERE {_BALANCE.format(name="reserved")} <> COALESCE(g.open, 0) + COALESCE(i.coming, 0) + COALESCE(o.promised, 0)
               OR {_BALANCE.format(name="spent")} <> COALESCE(g.spent, 0)""",
    ),
    Invariant(
        "transfers_sum_to_zero",
        _("The postings of every transfer sum to zero"),
        "SELECT transfer_id::text FROM common_posting GROUP BY transfer_id HAVING sum(amount) <> 0 OR count(*) < 2",
    ),
    Invariant(
        "balances_equal_postings",
        _("Every balance equals its postings"),
        """SELECT a.id::text FROM common_account a LEFT JOIN (
               SELECT account_id, sum(amount) AS posted FROM common_posting GROUP BY account_id) p ON p.account_id = a.id
           WHERE a.balance <> COALESCE(p.posted, 0)""",
    ),
    Invariant(
        "floors_hold",
        _("No account is below its floor"),
        """
        SELECT id::text FROM common_account
        WHERE balance < floor OR (floor IS NULL AND owner_type = 'budget' AND name <> 'funding')
        """,
    ),
)
