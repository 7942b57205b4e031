"""The states of an approval and the moves that it may make."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ApprovalState(TextChoices):
    WAITING = "waiting", _("Waiting for a second person")
    APPROVED = "approved", _("Approved, to be collected")
    DONE = "done", _("Done")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    LAPSED = "lapsed", _("Lapsed")


APPROVAL_MOVES = {
    ApprovalState.WAITING: {
        ApprovalState.APPROVED,
        ApprovalState.DONE,
        ApprovalState.REFUSED,
        ApprovalState.WITHDRAWN,
        ApprovalState.LAPSED,
    },
    # What only the person who asked may see or take is done by them, once somebody else has agreed.
    ApprovalState.APPROVED: {ApprovalState.DONE, ApprovalState.WITHDRAWN, ApprovalState.LAPSED},
    ApprovalState.DONE: set(),
    ApprovalState.REFUSED: set(),
    ApprovalState.WITHDRAWN: set(),
    ApprovalState.LAPSED: set(),
}
