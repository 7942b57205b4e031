"""May a member say that a code doesn't work, and when do so many say it that nobody else should be given one of the lot? Pure."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from common.refusals import Refused

NOTE_LENGTH = 200


class NoCodeToComplainAbout(Refused):
    code = "no_code_to_complain_about"
    sentence = _("Only about a code that was delivered and that you have looked at can you say this.")


class NoteHoldsCode(Refused):
    code = "note_holds_code"
    status = 422
    sentence = _("Please leave the code itself out of the note. We know which one it is.")


class ComplaintAnswered(Refused):
    code = "complaint_answered"
    sentence = exact = _("This complaint is confirmed already.")


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with a code: one of ``ComplaintReason``, and up to 200 characters in the member's words."""

    reason: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Threshold:
    """From so many members on, and from so many percent of the codes that were shown, a lot is frozen."""

    members: int
    percent: int


def is_lot_to_freeze(*, members: int, shown: int, threshold: Threshold) -> bool:
    """``members`` say that their code of a lot does not work; ``shown`` codes of it were looked at."""
    return members >= threshold.members and members * 100 >= shown * threshold.percent
