"""Checking an intake, a chunk at a time: open, judge, encrypt row by row, and forget the chunk."""

from array import array
from collections.abc import Iterable, Sequence
from datetime import datetime
from os import urandom
from typing import Any
from uuid import UUID

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from common import feed
from common.actors import Actor
from common.failpoints import failpoint
from common.ids import new_id
from common.jobs import Progress
from common.scope import vault, within
from common.sheets.wire import from_line
from supply.models import Intake, IntakeChunk
from supply.operations.intake.copying import copy_into
from supply.operations.intake.judging import judge_intake
from supply.rules.codes import tail_of
from supply.rules.days import home_day
from supply.rules.lines import GoodLine, LineCheck, RefusedLine
from supply.states import IntakeState
from supply.vault import CodeText, LotCipher, cipher_of, fingerprint_of_compared

_GOOD = {
    "id": "bytea",
    "intake_id": "bytea",
    "line_number": "int4",
    "reason": "text",
    "given": "text",
    "fingerprint": "bytea",
    "ciphertext": "bytea",
    "tail": "text",
    "expires_on": "date",
    "shuffle": "int4",
}
_REFUSED = {"id": "uuid", "intake_id": "uuid", "line_number": "int4", "reason": "text", "given": "text", "tail": "text", "shuffle": "int4"}


@transaction.atomic
@sensitive_variables()
def check_next_chunk(intake_id: UUID, *, by: Actor, at: datetime) -> Progress:
    """
    Check one chunk of lines; after the last, judge the file. Each chunk is staged and forgotten in one transaction.

    Locks    the intake.
    """
    intake = Intake.objects.select_for_update(of=("self",)).select_related("lot__product").defer("lot__wrapped_key").get(id=intake_id)
    if intake.state != IntakeState.CHECKING:  # Discarded meanwhile.
        return Progress(intake.checked_count, intake.line_count, is_finished=True)
    with within(vault()):
        chunk = IntakeChunk.objects.filter(intake=intake).order_by("position").defer(None).first()
    if chunk is not None:
        intake.checked_count += _stage(intake, chunk)
        intake.save(update_fields=["checked_count"])
        chunk.delete()
        failpoint("intake.after_chunk", intake_id)
    is_last = not intake.chunks.exists()
    if is_last:
        feed.sign(by)
        judge_intake(intake, at=at)
    return Progress(intake.checked_count, intake.line_count, is_finished=is_last)


@sensitive_variables()
def _stage(intake: Intake, chunk: IntakeChunk) -> int:
    product = intake.lot.product
    cipher = cipher_of(intake.lot)
    # As of the day the file came, so that a check that was interrupted ends as one that was not.
    check = LineCheck(pattern=product.code_pattern, case_sensitive=product.is_case_sensitive, today=home_day(intake.created_at))
    rows = from_line(cipher.open_chunk(intake.id, chunk.position, bytes(chunk.sealed)))
    good, refused = _judged(rows, check)
    copy_into("supply_stagedcode", _GOOD, _good_rows(intake, cipher, good))
    copy_into("supply_stagedcode", _REFUSED, ((new_id(), intake.id, *line, "", 0) for line in refused))
    return len(rows)


def _judged(rows: Iterable[Sequence[Any]], check: LineCheck) -> tuple[list[GoodLine], list[RefusedLine]]:
    good: list[GoodLine] = []
    refused: list[RefusedLine] = []
    for number, *cells in rows:
        verdict = check.verdict(number, cells)
        if isinstance(verdict, GoodLine):
            good.append(verdict)
        else:
            refused.append(verdict)
    return good, refused


@sensitive_variables()
def _good_rows(intake: Intake, cipher: LotCipher, lines: Sequence[GoodLine]) -> Iterable[tuple[Any, ...]]:
    shuffles = array("i", urandom(4 * len(lines)))
    intake_id = intake.id.bytes
    for line, shuffle in zip(lines, shuffles, strict=True):
        code_id = new_id().bytes
        mark = fingerprint_of_compared(line.form)
        sealed = cipher.seal_payload(code_id, CodeText(line.code, line.card_no).as_payload())
        yield code_id, intake_id, line.number, "", "", mark, sealed, tail_of(line.form), line.expires_on, shuffle
