"""The states of benefits, budgets, batches, grants, openings and their pieces, and the moves that each may make."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class BenefitState(TextChoices):
    DRAFT = "draft", _("Draft")
    LISTED = "listed", _("Listed")
    DELISTED = "delisted", _("Delisted")


class BudgetState(TextChoices):
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class BatchState(TextChoices):
    CHECKING = "checking", _("Checking")
    READY = "ready", _("Ready")
    ISSUING = "issuing", _("Issuing")
    DONE = "done", _("Done")
    UNDONE = "undone", _("Undone")
    FAILED = "failed", _("Failed")


class GrantState(TextChoices):
    SCHEDULED = "scheduled", _("Scheduled")
    CLAIMABLE = "claimable", _("To claim")
    CLAIMED = "claimed", _("Claimed")
    FULFILLED = "fulfilled", _("Delivered")
    USED = "used", _("Used")
    EXPIRED = "expired", _("Expired")
    REVOKED = "revoked", _("Taken back")


class OpeningState(TextChoices):
    DRAFT = "draft", _("Draft")
    PREPARING = "preparing", _("Preparing")
    PUBLISHED = "published", _("Published")
    CLOSED = "closed", pgettext_lazy("opening", "Closed")
    DISCARDED = "discarded", _("Discarded")


class PieceState(TextChoices):
    FREE = "free", _("Free")
    TAKEN = "taken", _("Taken")


BENEFIT_MOVES = {
    BenefitState.DRAFT: {BenefitState.LISTED},
    BenefitState.LISTED: {BenefitState.DELISTED},
    BenefitState.DELISTED: {BenefitState.LISTED},
}

BUDGET_MOVES = {
    BudgetState.OPEN: {BudgetState.CLOSED},
    BudgetState.CLOSED: {BudgetState.OPEN},
}

BATCH_MOVES = {
    BatchState.CHECKING: {BatchState.READY, BatchState.ISSUING, BatchState.FAILED},
    BatchState.READY: {BatchState.ISSUING, BatchState.FAILED},
    BatchState.ISSUING: {BatchState.DONE, BatchState.FAILED},
    BatchState.DONE: {BatchState.UNDONE},
    BatchState.UNDONE: set(),
    BatchState.FAILED: set(),
}

GRANT_MOVES = {
    GrantState.SCHEDULED: {GrantState.CLAIMABLE, GrantState.REVOKED, GrantState.EXPIRED},
    GrantState.CLAIMABLE: {GrantState.CLAIMED, GrantState.EXPIRED, GrantState.REVOKED},
    # Back to claimable when delivery failed for certain: the member may try again.
    GrantState.CLAIMED: {GrantState.FULFILLED, GrantState.CLAIMABLE, GrantState.REVOKED},
    GrantState.FULFILLED: {GrantState.USED, GrantState.CLAIMED},  # Claimed again while a replacement is made.
    GrantState.USED: {GrantState.FULFILLED},  # Marked by mistake.
    GrantState.EXPIRED: set(),
    GrantState.REVOKED: set(),
}

# A code is there with the claim itself: both moves in one.
GRANT_LEAPS = {(GrantState.CLAIMABLE, GrantState.FULFILLED): GrantState.CLAIMED}

OPENING_MOVES = {
    OpeningState.DRAFT: {OpeningState.PREPARING, OpeningState.DISCARDED},
    OpeningState.PREPARING: {OpeningState.PUBLISHED, OpeningState.CLOSED},  # Closed before its last pieces were made.
    OpeningState.PUBLISHED: {OpeningState.CLOSED},
    OpeningState.CLOSED: set(),
    OpeningState.DISCARDED: set(),
}

PIECE_MOVES = {
    PieceState.FREE: {PieceState.TAKEN},
    PieceState.TAKEN: set(),  # Whoever was first stays first, also when the grant is taken back later.
}
