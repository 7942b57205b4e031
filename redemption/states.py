"""The states of a redemption and of a complaint about one, and the moves that they may make."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RedemptionState(TextChoices):
    PENDING = "pending", _("Started")
    PROCESSING = "processing", _("On its way")
    UNKNOWN = "unknown", _("Being confirmed")
    FULFILLED = "fulfilled", _("Delivered")
    FAILED = "failed", _("Failed")
    REVERSED = "reversed", _("Reversed")


class ComplaintState(TextChoices):
    OPEN = "open", pgettext_lazy("complaint", "To be decided")
    CONFIRMED = "confirmed", pgettext_lazy("complaint", "Confirmed")
    REJECTED = "rejected", pgettext_lazy("complaint", "Rejected")


class ComplaintReason(TextChoices):
    """What the shop said of the code."""

    ALREADY_USED = "already_used", _("The shop says it is used already")
    INVALID = "invalid", _("The shop says it is invalid or unknown")
    OTHER = "other", _("Something else")


class Channel(TextChoices):
    """Where a member acts."""

    PORTAL = "portal", _("Portal")
    API = "api", _("The company's own app")


def channel_in_words(channel: str) -> str:
    """A channel in the reader's language; one that is not known here as it is."""
    return str(Channel(channel).label) if channel in Channel.values else channel


OPEN = (RedemptionState.PENDING, RedemptionState.PROCESSING, RedemptionState.UNKNOWN)
LIVE = (*OPEN, RedemptionState.FULFILLED)

REDEMPTION_MOVES = {
    RedemptionState.PENDING: {RedemptionState.PROCESSING, RedemptionState.UNKNOWN, RedemptionState.FULFILLED, RedemptionState.FAILED},
    RedemptionState.PROCESSING: {RedemptionState.UNKNOWN, RedemptionState.FULFILLED, RedemptionState.FAILED},
    RedemptionState.UNKNOWN: {RedemptionState.PROCESSING, RedemptionState.FULFILLED, RedemptionState.FAILED},
    RedemptionState.FULFILLED: {RedemptionState.REVERSED},
    RedemptionState.FAILED: set(),
    RedemptionState.REVERSED: set(),
}

COMPLAINT_MOVES = {
    ComplaintState.OPEN: {ComplaintState.CONFIRMED, ComplaintState.REJECTED},
    ComplaintState.REJECTED: {ComplaintState.CONFIRMED},  # The code turned out to be bad after all.
    ComplaintState.CONFIRMED: set(),
}
