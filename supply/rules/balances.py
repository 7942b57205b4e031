"""What a supplier's account should hold of our prepayment, against what it holds. Pure."""

from datetime import timedelta

ASK_AGAIN_AFTER = timedelta(minutes=10)
# Our clocks and the supplier's: an order near the moment of a reading may be in it, or not yet.
NEAR = timedelta(minutes=5)


def unexplained(*, before: int, now: int, ordered_at_most: int) -> int:
    """
    How much has gone that no order of ours can explain, in minor units; 0 where ours explain it, or where more is there than before.

    ``ordered_at_most``  what our orders since the reading before can have cost together.
    """
    return max(0, before - now - ordered_at_most)
