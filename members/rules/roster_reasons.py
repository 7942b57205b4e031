"""Why a row of a roster is refused: the reasons of its own, beside those that all sheets share."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.sheets.reasons import sentence

ROSTER_REASONS: dict[str, Promise] = {
    "duplicate_row": _("Row %(row)s names the same person. Keep one of the two."),
    "identity_missing": _("The row has no staff number, phone or email. Give at least one."),
    "name_missing": _("Somebody new needs a name."),
    "phone_taken": _("The phone “%(given)s” belongs to somebody else who works here. Check which of the two is right."),
    "email_taken": _("The email “%(given)s” belongs to somebody else who works here. Check which of the two is right."),
    "status_unknown": _("“%(given)s” is not a status. Write 在职 or 离职, active or left."),
    "department_invalid": _("The department “%(given)s” is too long. Write it from the top down, as in Research/Platform."),
    "changed_meanwhile": _("Somebody changed this person while the roster was applied. Bring the row again."),
}


def roster_sentence(reason: Mapping[str, Any], *, given: str) -> str:
    """One reason in the language that is active now; ``given`` is what the cell said."""
    code, facts = str(reason["code"]), {**reason, "given": given}
    own = ROSTER_REASONS.get(code)
    return str(own) % facts if own else sentence(code, facts)
