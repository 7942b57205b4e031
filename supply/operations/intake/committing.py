"""Taking a checked file into stock, some thousand codes at a time."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Min

from common import feed
from common.actors import Actor
from common.failpoints import failpoint
from common.jobs import Progress, start_job
from common.refusals import NotFound
from common.scope import vault, within
from supply.models import Code, Intake, Lot
from supply.operations.intake.refusals import IntakeNotReady, NothingToTakeIn
from supply.operations.receiving import close_order_if_covered
from supply.states import IntakeState, LotState

CODES_A_STEP = 20_000

_NEXT_LINES = """
SELECT max(line_number), count(*) FROM (
    SELECT line_number FROM supply_stagedcode WHERE intake_id = %(intake)s AND reason = '' ORDER BY line_number LIMIT %(limit)s
) AS next
"""
# In the order of the unique index: two files that share codes wait for each other, and never in a circle.
_TAKE_IN = """
INSERT INTO supply_code (id, lot_id, product_id, state, fingerprint, ciphertext, tail, expires_on, shuffle, line_number)
SELECT id, %(lot)s, %(product)s, 'available', fingerprint, ciphertext, tail, expires_on, shuffle, line_number
FROM supply_stagedcode WHERE intake_id = %(intake)s AND reason = '' AND line_number <= %(last)s
ORDER BY fingerprint ON CONFLICT (fingerprint) DO NOTHING
"""
# Another file brought the same code between the check and now.
_MARK_LOST = """
UPDATE supply_stagedcode s SET
    reason = 'duplicate_on_platform', given = CASE WHEN tail = '' THEN '' ELSE '····' || tail END,
    fingerprint = NULL, ciphertext = NULL, tail = ''
WHERE intake_id = %(intake)s AND reason = '' AND line_number <= %(last)s AND NOT EXISTS (SELECT 1 FROM supply_code c WHERE c.id = s.id)
"""
_FORGET = "DELETE FROM supply_stagedcode WHERE intake_id = %(intake)s AND reason = '' AND line_number <= %(last)s"


@transaction.atomic
def commit_intake(*, intake_id: UUID, by: Actor, at: datetime) -> Intake:
    """
    Start taking the good lines of a checked file into stock; the refused ones stay listed.

    Locks    the intake.
    Replays  a second call finds the first one's work, and rings for it again where it is not done.

    :raises IntakeNotReady: it is still being checked, or was thrown away.
    :raises NothingToTakeIn: it has no good line.
    """
    intake = Intake.objects.select_for_update(of=("self",)).select_related("lot").defer("lot__wrapped_key").filter(id=intake_id).first()
    if intake is None:
        raise NotFound
    if intake.state == IntakeState.DONE:
        return intake
    if intake.state not in {IntakeState.READY, IntakeState.COMMITTING}:
        raise IntakeNotReady(state=intake.get_state_display())
    if not intake.good_count:
        raise NothingToTakeIn
    if intake.state == IntakeState.READY:
        feed.sign(by)
        intake.state = IntakeState.COMMITTING
        intake.save(update_fields=["state"])
    start_job("supply.commit_intake", intake.id, by=by, at=at)
    return intake


@transaction.atomic
def commit_next_chunk(intake_id: UUID, *, by: Actor, at: datetime) -> Progress:
    """
    Take some thousand codes in; after the last, the lot is quarantined and the purchase order looked at.

    Codes, the lot's count and what was staged change together: received = the codes that are there, at every commit.

    Locks    the intake, then codes that another file brings at this moment.
    """
    intake = Intake.objects.select_for_update(of=("self",)).select_related("lot").defer("lot__wrapped_key").get(id=intake_id)
    if intake.state != IntakeState.COMMITTING:
        return Progress(intake.good_count, intake.good_count, is_finished=True)
    feed.sign(by)
    taken = _take_in(intake)
    if not taken:
        _finish(intake, at=at)
        return Progress(intake.good_count, intake.good_count, is_finished=True)
    return Progress(intake.lot.received_count, intake.good_count, is_finished=False)


def _take_in(intake: Intake) -> bool:
    lot = intake.lot
    given: dict[str, UUID | int | None] = {
        "intake": intake.id,
        "lot": lot.id,
        "product": lot.product_id,
        "limit": CODES_A_STEP,
        "last": None,
    }
    with within(vault()), connection.cursor() as cursor:
        cursor.execute(_NEXT_LINES, given)
        given["last"], count = cursor.fetchone()
        if not count:
            return False
        cursor.execute(_TAKE_IN, given)
        lot.received_count += cursor.rowcount
        if cursor.rowcount < count:
            cursor.execute(_MARK_LOST, given)
        cursor.execute(_FORGET, given)
    lot.save(update_fields=["received_count"])
    failpoint("intake.after_taking_in", intake.id)
    return True


def _finish(intake: Intake, *, at: datetime) -> None:
    lot = intake.lot
    lot.expires_on = Code.objects.filter(lot=lot).aggregate(first=Min("expires_on"))["first"]
    lot.state = LotState.QUARANTINED if lot.received_count else LotState.DISCARDED
    lot.received_at = at
    lot.save(update_fields=["expires_on", "state", "received_at"])
    intake.state, intake.finished_at = IntakeState.DONE, at
    intake.good_count, intake.refused_count = lot.received_count, intake.line_count - lot.received_count
    intake.save(update_fields=["state", "finished_at", "good_count", "refused_count"])
    close_order_if_covered(Lot.objects.select_related("order_line").get(id=lot.id).order_line.order_id)
