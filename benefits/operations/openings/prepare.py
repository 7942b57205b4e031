"""Making the pieces of an opening: rows, in steps that resume after a crash."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from benefits.models import Opening
from benefits.operations.openings.announce import begin_announcing
from benefits.operations.openings.close import NotLive
from benefits.operations.openings.plan import locked
from benefits.states import OpeningState
from common import clock
from common.actors import Actor
from common.feed import note, sign
from common.ids import new_id
from common.jobs import Progress, start_job, steps
from common.jobs.models import Job

JOB = "benefits.prepare_opening"
CHUNK = 5000

_MAKE = """
INSERT INTO benefits_piece (id, opening_id, enterprise_id, state, shuffle)
SELECT id, %(opening)s, %(enterprise)s, 'free', floor(random() * 4294967296)::bigint - 2147483648 FROM unnest(%(ids)s::uuid[]) AS id
"""


def begin_preparing(opening: Opening, *, by: Actor, at: datetime) -> None:
    """Make few pieces at once, and many by a job. The caller holds the opening's lock and has signed."""
    if opening.pieces <= CHUNK:
        _make(opening, opening.pieces)
        _publish(opening, by=by, at=at)
    else:
        start_job(JOB, opening.id, by=by, at=at, enterprise_id=opening.enterprise_id)


@transaction.atomic
def resume_opening(*, opening_id: UUID, by: Actor, at: datetime, reason: str = "", enterprise_id: UUID | None = None) -> Opening:
    """
    Queue the making of pieces again whose job gave up; it continues after the last step that was committed.

    Locks    the opening.
    Replays  while a job is queued or running, nothing new is queued.

    :raises NotLive: it is not being prepared.
    """
    opening = locked(opening_id, enterprise_id)
    if opening.state != OpeningState.PREPARING:
        raise NotLive
    sign(by, reason)
    note("opening.resumed", subject=opening)
    start_job(JOB, opening.id, by=by, at=at, enterprise_id=opening.enterprise_id)
    return opening


def _keep_waiting(job: Job, problem: str) -> None:
    """A job that gave up leaves the opening preparing: a person queues it again, or closes it."""


@steps(JOB, on_failure=_keep_waiting)
def prepare_step(job: Job) -> Progress:
    """Make the next pieces; the last step publishes the opening."""
    opening = Opening.objects.select_for_update().get(id=job.subject_id)
    made = opening.piece_rows.count()
    if opening.state != OpeningState.PREPARING:  # Closed meanwhile.
        return Progress(made, opening.pieces, is_finished=True)
    by = Actor("system", f"opening {opening.id}")
    sign(by, opening.name)
    count = min(CHUNK, opening.pieces - made)
    _make(opening, count)
    is_finished = made + count >= opening.pieces
    if is_finished:
        _publish(opening, by=by, at=clock.now())
    return Progress(made + count, opening.pieces, is_finished=is_finished)


def _make(opening: Opening, count: int) -> None:
    facts = {"opening": opening.id, "enterprise": opening.enterprise_id, "ids": [new_id() for _n in range(count)]}
    with connection.cursor() as cursor:
        cursor.execute(_MAKE, facts)  # type: ignore[arg-type]  # The stubs do not know lists of ids.


def _publish(opening: Opening, *, by: Actor, at: datetime) -> None:
    opening.state = OpeningState.PUBLISHED
    opening.save(update_fields=["state"])
    begin_announcing(opening, by=by, at=at)
