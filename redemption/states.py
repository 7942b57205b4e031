"""The states of a redemption and the moves that it may make."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RedemptionState(TextChoices):
    PENDING = "pending", _("Started")
    PROCESSING = "processing", _("On its way")
    UNKNOWN = "unknown", _("Being confirmed")
    FULFILLED = "fulfilled", _("Delivered")
    FAILED = "failed", _("Failed")
    REVERSED = "reversed", _("Reversed")


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
