"""The day after a change of phone or mail: what was granted before is not shown to whoever came with the new one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F

from members.models.identity import FormerIdentity, Identity
from members.rules.identity import Address, Channel

HELD_FOR = timedelta(hours=24)
_ASKED = ["phone", "email"]


@dataclass(frozen=True, slots=True)
class Hold:
    """What was granted before ``changed_at`` is held until ``ends_at``."""

    changed_at: datetime
    ends_at: datetime


def contact_hold(member_id: UUID, *, at: datetime) -> Hold | None:
    """The hold after the newest change of phone or mail that nobody has proved yet. One query."""
    changed = Identity.objects.filter(member_id=member_id, changed_at__gt=at - HELD_FOR, changed_at__lte=at, proved_at=None)
    newest = changed.order_by("-changed_at").values_list("changed_at", flat=True).first()
    return Hold(newest, newest + HELD_FOR) if newest is not None else None


def address_that_stood(member_id: UUID, *, at: datetime) -> Address | None:
    """
    Where a one-time code proves that it is still the same person: a phone or mail that has not changed for a day, else the
    last one before it that stood for a day, replaced or given to somebody else. ``None`` where there is neither.
    """
    stood = Identity.objects.filter(member_id=member_id, kind__in=_ASKED).exclude(changed_at__gt=at - HELD_FOR)
    former = FormerIdentity.objects.filter(member_id=member_id, kind__in=_ASKED).exclude(given_at__gt=F("replaced_at") - HELD_FOR)
    # Phone first: a text message is read sooner.
    return _address(stood.order_by("-kind").first() or former.order_by("-replaced_at", "-kind").first())


def address_to_ask(member_id: UUID, *, at: datetime) -> Address | None:
    """
    Where a code goes that shows a person rather than a program: as ``address_that_stood``, else, for somebody who could never
    be reached before, the new one. It lifts no hold.
    """
    newest = Identity.objects.filter(member_id=member_id, kind__in=_ASKED)
    return address_that_stood(member_id, at=at) or _address(newest.order_by("-kind").first())


def _address(found: Identity | FormerIdentity | None) -> Address | None:
    if found is None:
        return None
    channel: Channel = "phone" if found.kind == "phone" else "email"
    return Address(channel, found.value, bytes(found.fingerprint))
