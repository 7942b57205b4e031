"""The states of everything in supply, and the moves that each may make."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SupplierState(TextChoices):
    ACTIVE = "active", _("Active")
    SUSPENDED = "suspended", _("Suspended")


class OrderState(TextChoices):
    DRAFT = "draft", _("Draft")
    ORDERED = "ordered", _("Ordered")
    RECEIVED = "received", _("Received")
    CANCELLED = "cancelled", _("Cancelled")


class IntakeState(TextChoices):
    CHECKING = "checking", _("Checking")
    READY = "ready", _("Ready to commit")
    COMMITTING = "committing", _("Taking in")
    DONE = "done", _("Done")
    DISCARDED = "discarded", _("Discarded")
    FAILED = "failed", _("Failed")


class LotState(TextChoices):
    RECEIVING = "receiving", _("Coming in")
    QUARANTINED = "quarantined", _("Quarantined")
    RELEASED = "released", _("Released")
    EXHAUSTED = "exhausted", _("Used up")
    RECALLED = "recalled", _("Recalled")
    DISCARDED = "discarded", _("Discarded")


class CodeState(TextChoices):
    AVAILABLE = "available", _("Available")
    RESERVED = "reserved", _("Reserved")
    ISSUED = "issued", _("Issued")
    VOID = "void", _("Void")
    EXPIRED = "expired", _("Expired")


class TopUpState(TextChoices):
    CREATED = "created", _("Waiting to be sent")
    SUBMITTING = "submitting", _("Being sent")
    PROCESSING = "processing", _("Supplier is working")
    UNKNOWN = "unknown", _("Unknown")
    SUCCEEDED = "succeeded", _("Succeeded")
    FAILED = "failed", _("Failed")


class SourceReason(TextChoices):
    """Why a source was chosen. Stable: what it means is worded when it is read."""

    ONLY_ONE = "only_one", _("the only offer that can be used")
    PRIORITY = "priority", _("the lowest priority")
    CHEAPEST = "cheapest", _("the lowest cost")
    OLDEST = "oldest", _("as good as others, and the oldest")
    ORDER = "order", _("chosen by a purchase order")


class CallbackState(TextChoices):
    ACCEPTED = "accepted", _("Accepted")
    CONFLICT = "conflict", _("Conflict")
    REFUSED = "refused", _("Refused")


SUPPLIER_MOVES = {
    SupplierState.ACTIVE: {SupplierState.SUSPENDED},
    SupplierState.SUSPENDED: {SupplierState.ACTIVE},
}

ORDER_MOVES = {
    OrderState.DRAFT: {OrderState.ORDERED, OrderState.CANCELLED},
    OrderState.ORDERED: {OrderState.RECEIVED, OrderState.CANCELLED},
    OrderState.RECEIVED: set(),
    OrderState.CANCELLED: set(),
}

INTAKE_MOVES = {
    IntakeState.CHECKING: {IntakeState.READY, IntakeState.FAILED, IntakeState.DISCARDED},
    IntakeState.READY: {IntakeState.COMMITTING, IntakeState.DISCARDED},
    IntakeState.COMMITTING: {IntakeState.DONE},
    IntakeState.DONE: set(),
    IntakeState.DISCARDED: set(),
    IntakeState.FAILED: set(),
}

LOT_MOVES = {
    LotState.RECEIVING: {LotState.QUARANTINED, LotState.DISCARDED},
    LotState.QUARANTINED: {LotState.RELEASED, LotState.RECALLED},
    LotState.RELEASED: {LotState.QUARANTINED, LotState.EXHAUSTED, LotState.RECALLED},
    LotState.EXHAUSTED: {LotState.RELEASED, LotState.RECALLED},
    LotState.RECALLED: set(),
    LotState.DISCARDED: set(),  # Its file was thrown away, or held nothing new.
}

CODE_MOVES = {
    CodeState.AVAILABLE: {CodeState.RESERVED, CodeState.ISSUED, CodeState.VOID, CodeState.EXPIRED},
    CodeState.RESERVED: {CodeState.ISSUED, CodeState.AVAILABLE, CodeState.VOID},
    CodeState.ISSUED: {CodeState.VOID},  # A code somebody may have seen is never given to another.
    CodeState.VOID: set(),
    CodeState.EXPIRED: set(),
}

TOPUP_MOVES = {
    TopUpState.CREATED: {TopUpState.SUBMITTING, TopUpState.FAILED},
    TopUpState.SUBMITTING: {TopUpState.PROCESSING, TopUpState.UNKNOWN, TopUpState.SUCCEEDED, TopUpState.FAILED, TopUpState.CREATED},
    TopUpState.PROCESSING: {TopUpState.UNKNOWN, TopUpState.SUCCEEDED, TopUpState.FAILED},
    # Back to created only after the supplier itself said that it does not know the order.
    TopUpState.UNKNOWN: {TopUpState.PROCESSING, TopUpState.SUCCEEDED, TopUpState.FAILED, TopUpState.CREATED},
    TopUpState.SUCCEEDED: set(),
    TopUpState.FAILED: set(),
}
