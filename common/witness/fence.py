"""The fence: while it is up nothing is given out, and everything can be read."""

import logging
import socket
import time
from datetime import datetime
from weakref import WeakSet

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext_lazy as _

from common import clock
from common.actors import Actor, system
from common.jobs.sweeper import sweeps
from common.refusals import Refused
from common.scope import PLATFORM, within
from common.witness.book import forget_book
from common.witness.comparing import advance_marks, unknown_entries
from common.witness.folder import missing_here, missing_of, place_here, take_up_folder
from common.witness.models import Fence

logger = logging.getLogger(__name__)
# How old a look at the row may be. A connection that was never looked through is compared at once, whatever its age.
_LOOK_SECONDS = 2.0
_NOT_ALL_THERE = "fenced: the witness is not all there; bring its folder back, or see manage.py unfence"


class Fenced(Refused):
    code = "fenced"
    status = 503
    sentence = _("We're checking our records just now. What is yours stays yours; please try again later.")
    exact = _(
        "The platform is fenced: the witness log knows of things that the database has forgotten, or is not all there. "
        "Run manage.py unfence."
    )


class _Memory:
    """What this process has seen."""

    def __init__(self) -> None:
        self.compared: WeakSet[object] = WeakSet()
        self.looked_at = 0.0
        self.is_up = False


_memory = _Memory()


def refuse_while_fenced() -> None:
    """
    :raises Fenced: the witness knows more than the tables, or is not all there, and nobody has settled it.
    """
    if is_fenced():
        raise Fenced(retry_after=60)


@within(PLATFORM)
def is_fenced() -> bool:
    """
    Whether the fence is up. Asked before everything that is given out; costs nothing between two looks.

    A restore and a promotion both end every connection. So whoever comes by a new one compares before giving out anything.
    """
    if not settings.WITNESS_LOG:
        return False
    connection.ensure_connection()
    if connection.connection not in _memory.compared:
        forget_book()
        _memory.is_up = _row_is_up() or _must_be_up(clock.now())
        _memory.compared.add(connection.connection)
        _memory.looked_at = time.monotonic()
    elif time.monotonic() - _memory.looked_at > _LOOK_SECONDS:
        # A row that was rolled back with the refused act is no reason to open: only comparing again is.
        _memory.is_up = _row_is_up() or (_memory.is_up and _must_be_up(clock.now()))
        _memory.looked_at = time.monotonic()
    return _memory.is_up


def lift_fence(*, by: Actor, at: datetime) -> int:
    """Take it down if the witness is all there and the tables now know all that it does; returns how much they do not, or is missing."""
    left = len(missing_here()) or advance_marks()
    if left == 0:
        Fence.objects.filter(is_up=True).update(is_up=False, lifted_at=at, lifted_by=str(by))
        _memory.looked_at = 0.0
    return left


@sweeps("witness")
def compare_with_witness(at: datetime) -> None:
    """Move the marks over what is known; raise the fence where something is not, or where the witness is not all there."""
    if not settings.WITNESS_LOG or _row_is_up():
        return
    place = place_here()
    if missing := missing_of(place):
        logger.critical(_NOT_ALL_THERE, extra={"missing": missing})
        lines = "\n".join(f"{socket.gethostname()}: {line}" for line in missing)
        _raise(Fence(raised_at=at, unknown_count=0, missing=lines))
        return
    take_up_folder(place, by=system("witness"), at=at)
    _raise_if_unknown(advance_marks(), at)


def _row_is_up() -> bool:
    return Fence.objects.filter(is_up=True).exists()


def _must_be_up(at: datetime) -> bool:
    # What is missing here, another host may have: this one gives nothing out until it is here, and the sweep raises it for all.
    if missing := missing_here():
        logger.critical(_NOT_ALL_THERE, extra={"missing": missing})
        return True
    return _raise_if_unknown(len(unknown_entries(at_most=1000)), at)


def _raise_if_unknown(unknown: int, at: datetime) -> bool:
    if unknown:
        logger.critical("fenced: the witness knows more than the database", extra={"unknown": unknown})
        _raise(Fence(raised_at=at, unknown_count=unknown))
    return unknown > 0


def _raise(fence: Fence) -> None:
    # Inside a transaction that the refusal will roll back, the row goes with it: the next look or sweep writes it again.
    Fence.objects.bulk_create([fence], ignore_conflicts=True)
