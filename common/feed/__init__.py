"""
The feed: one append-only table of what happened, written by the database itself.

``life_of`` gives a model the triggers, ``sign`` says who acts in this transaction, ``everything_signed`` in all of a request,
``note`` adds an event that is not a change of state, ``read`` follows the feed without losing rows that commit late.
"""

from common.feed.reader import Entry, read
from common.feed.signature import note, sign
from common.feed.signing import everything_signed
from common.feed.trail import TrailEntry, feed_id, trail_of
from common.feed.triggers import life_of

__all__ = ["Entry", "TrailEntry", "everything_signed", "feed_id", "life_of", "note", "read", "sign", "trail_of"]
