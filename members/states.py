"""The states of enterprises, members and roster imports, and the moves that each may make."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EnterpriseState(TextChoices):
    ACTIVE = "active", _("Active")
    SUSPENDED = "suspended", _("Suspended")


class MemberState(TextChoices):
    ACTIVE = "active", _("Active")
    LEFT = "left", _("Left")


class RosterState(TextChoices):
    CHECKING = "checking", _("Checking")
    READY = "ready", _("Ready")
    APPLYING = "applying", _("Being applied")
    DONE = "done", _("Done")
    DISCARDED = "discarded", _("Discarded")
    FAILED = "failed", _("Failed")


class ExportState(TextChoices):
    WRITING = "writing", _("Being made")
    READY = "ready", pgettext_lazy("export", "Ready")
    FAILED = "failed", _("Failed")


ENTERPRISE_MOVES = {
    EnterpriseState.ACTIVE: {EnterpriseState.SUSPENDED},
    EnterpriseState.SUSPENDED: {EnterpriseState.ACTIVE},
}

MEMBER_MOVES = {
    MemberState.ACTIVE: {MemberState.LEFT},
    MemberState.LEFT: {MemberState.ACTIVE},  # Rehired: the same person, the same history.
}

ROSTER_MOVES = {
    RosterState.CHECKING: {RosterState.READY, RosterState.FAILED, RosterState.DISCARDED},
    RosterState.READY: {RosterState.APPLYING, RosterState.DISCARDED},
    RosterState.APPLYING: {RosterState.DONE, RosterState.FAILED},
    RosterState.DONE: set(),
    RosterState.DISCARDED: set(),
    RosterState.FAILED: set(),
}

EXPORT_MOVES = {
    ExportState.WRITING: {ExportState.READY, ExportState.FAILED},
    ExportState.READY: set(),
    ExportState.FAILED: set(),
}
