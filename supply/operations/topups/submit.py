"""Sending a top-up: the attempt is committed first, and no transaction spans the network."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q

from common import clock
from common.actors import system
from common.failpoints import failpoint
from common.feed import sign
from common.jobs import tell
from common.witness import is_fenced
from supply.models import Attempt, TopUp
from supply.operations.topups.line import connector_of, request_of
from supply.operations.topups.record import record_outcome
from supply.operations.witnessed import order_sent
from supply.queries.offers import standing_of
from supply.rules.buying import is_buyable
from supply.rules.days import home_day
from supply.states import TopUpState

# Longer than connecting and answering may take together; after it the call counts as lost.
LEASE = timedelta(seconds=45)


def submit_topup(topup_id: UUID, *, at: datetime) -> None:
    """
    Send one top-up to its supplier and record what came of it. Does nothing unless it waits to be sent, and nothing while fenced.
    One whose supplier was suspended while it waited, or whose contract is over, fails: it can be claimed again, from another.

    The witness has its line before the call. One that it could not write was not sent; its attempt looks like a lost call.

    Locks    the top-up, twice and briefly; never across the call.
    Replays  safe: a second caller finds it no longer waiting.

    :raises WitnessSilent: the line could not be written.
    """
    if is_fenced():
        return
    topup = TopUp.objects.select_related("supplier", "offer").get(id=topup_id)
    connector = connector_of(topup.supplier)  # Before the attempt: a missing credential must not look like a lost call.
    failpoint("submit.before_attempt_row", topup_id)
    attempt = _begin(topup_id, at)
    if attempt is None:
        return
    failpoint("submit.after_attempt_row", topup_id)
    order_sent(attempt, topup)
    outcome = connector.submit(request_of(topup))
    failpoint("submit.after_send", topup_id)
    record_outcome(attempt, outcome, at=clock.now())


@transaction.atomic
def _begin(topup_id: UUID, at: datetime) -> Attempt | None:
    rested = Q(leased_until=None) | Q(leased_until__lte=at)
    waiting = TopUp.objects.select_for_update(of=("self",)).select_related("supplier")
    topup = waiting.filter(rested, id=topup_id, state=TopUpState.CREATED).first()
    if topup is None:
        return None
    sign(system("topup"))
    if not is_buyable(standing_of(topup.supplier), today=home_day(at)):
        _give_up(topup, at)
        return None
    topup.state, topup.lease, topup.leased_until, topup.submitted_at = TopUpState.SUBMITTING, uuid4(), at + LEASE, at
    topup.save(update_fields=["state", "lease", "leased_until", "submitted_at"])
    return Attempt.objects.create(topup=topup, kind="submit", lease=topup.lease, started_at=at)


def _give_up(topup: TopUp, at: datetime) -> None:
    """It waits to be sent, so the supplier has nothing of it."""
    topup.state, topup.failure, topup.finished_at, topup.leased_until = TopUpState.FAILED, "not_buyable", at, None
    topup.save(update_fields=["state", "failure", "finished_at", "leased_until"])
    tell("topup.moved", topup.id)
