"""When stock of a product is low. Pure."""

from datetime import timedelta

# What a supplier said is believed for so long: it sells to others too.
UPSTREAM_IS_FRESH = timedelta(hours=1)
ASK_AGAIN_AFTER = timedelta(minutes=10)


def is_low(*, level: int, on_hand: int, upstream: int | None, is_counted: bool) -> bool:
    """
    Whether there is less than the level.

    ``on_hand``     what may be given out now, counted up to the level.
    ``upstream``    what suppliers say that they have; ``None`` where none says.
    ``is_counted``  whether the product lies on our own shelves; of one that does not, silence of its suppliers says nothing.
    """
    if upstream is None and not is_counted:
        return False
    return on_hand + (upstream or 0) < level
