"""The day after a change of phone or mail, as redemption keeps it."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from common.refusals import Refused
from members.queries import contact_hold


class ContactJustChanged(Refused):
    code = "contact_just_changed"
    sentence = _(
        "Your phone or email was changed a short while ago. For one day, please confirm with a code to the one that was there before."
    )
    exact = _("The member's phone or mail was changed at %(changed_at)s. What was granted before is held until %(ends_at)s.")


def refuse_while_held(member_id: UUID, *, granted_at: datetime, at: datetime) -> None:
    """
    Hold what was granted before a change of phone or mail, for a day or until the person has proved who they are. One query.

    :raises ContactJustChanged: it is held.
    """
    hold = contact_hold(member_id, at=at)
    if hold is not None and granted_at < hold.changed_at:
        raise ContactJustChanged(changed_at=hold.changed_at, ends_at=hold.ends_at)
