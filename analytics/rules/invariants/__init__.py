"""What must always hold, said in SQL: every query returns the ids of what breaks it, and so no row."""

from analytics.rules.invariants.budgets import BUDGETS
from analytics.rules.invariants.codes import CODES
from analytics.rules.invariants.deliveries import DELIVERIES
from analytics.rules.invariants.grants import GRANTS
from analytics.rules.invariants.openings import OPENINGS
from analytics.rules.invariants.seats import SEATS
from analytics.rules.invariants.shape import Invariant
from analytics.rules.invariants.tenancy import TENANCY

INVARIANTS: tuple[Invariant, ...] = (*CODES, *GRANTS, *BUDGETS, *OPENINGS, *DELIVERIES, *SEATS, *TENANCY)

__all__ = ["INVARIANTS", "Invariant"]
