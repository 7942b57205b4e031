"""What came of checking a file: the numbers an operator decides by, and every refused line."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, Sum

from common.refusals import NotFound
from common.sheets.reasons import sentence
from supply.models import Intake, Lot, StagedCode
from supply.rules.intake import PROBLEMS, is_doubtful
from supply.rules.lines import MALFORMED
from supply.states import LotState

_PIECE = 2_000


@dataclass(frozen=True, slots=True)
class IntakePreview:
    """
    A file before it is taken in.

    ``problem``     a sentence, where the whole file was refused.
    ``is_doubtful`` more than one line in a thousand does not fit: the page warns before anything is committed.
    ``ordered``     and ``received`` are of the order line, without this file.
    ``guess_chance`` for codes of our own: the chance that one guess hits one of them.
    """

    intake_id: UUID
    state: str
    problem: str
    lines: int
    checked: int
    good: int
    refused: int
    by_reason: dict[str, int]
    is_doubtful: bool
    ordered: int
    received: int
    guess_chance: float | None

    @property
    def one_guess_in(self) -> int | None:
        """How many guesses hit one code, on average."""
        return round(1 / self.guess_chance) if self.guess_chance else None


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """One refused line: a stable reason, the sentence in the reader's language, and what may be shown of it."""

    line_number: int
    reason: str
    sentence: str
    given: str


def preview_of(intake_id: UUID) -> IntakePreview:
    """
    The numbers of one file.

    :raises NotFound: there is no such intake.
    """
    intake = Intake.objects.select_related("lot__order_line").defer("lot__wrapped_key").filter(id=intake_id).first()
    if intake is None:
        raise NotFound
    reasons = intake.staged.exclude(reason="").values_list("reason").annotate(n=Count("id")).order_by("reason")
    by_reason = dict(reasons)
    line = intake.lot.order_line
    came = Lot.objects.filter(~Q(state=LotState.RECALLED), order_line=line).exclude(id=intake.lot_id)
    return IntakePreview(
        intake_id=intake.id,
        state=intake.state,
        problem=str(PROBLEMS.get(intake.problem, intake.problem)),
        lines=intake.line_count,
        checked=intake.checked_count,
        good=intake.good_count,
        refused=intake.refused_count,
        by_reason=by_reason,
        is_doubtful=is_doubtful(misfits=by_reason.get(MALFORMED, 0), lines=intake.line_count),
        ordered=line.quantity,
        received=came.aggregate(n=Sum("received_count"))["n"] or 0,
        guess_chance=intake.layout.get("guess_chance"),
    )


def refused_pieces(intake_id: UUID) -> Iterator[list[RefusedLine]]:
    """
    The refused lines of a file, some thousand at a time: a million are never in memory together.

    Each piece is a question of its own, so that no cursor stays open while somebody's line is slow.
    """
    refused = StagedCode.objects.filter(intake_id=intake_id).exclude(reason="").order_by("line_number")
    fields, last = refused.values_list("line_number", "reason", "given", "same_as_line"), 0
    while lines := [_readable(*line) for line in fields.filter(line_number__gt=last)[:_PIECE]]:
        yield lines
        last = lines[-1].line_number


def _readable(number: int, reason: str, given: str, same_as: int | None) -> RefusedLine:
    return RefusedLine(number, reason, sentence(reason, {"given": given or "…", "row": same_as or "…"}), given)
