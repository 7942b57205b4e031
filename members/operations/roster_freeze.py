"""Freezing a roster: whoever is added after that moment is granted nothing, until the freeze is lifted or moved by two people."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from common import feed
from common.actors import Actor
from common.refusals import NotFound, Refused
from members.models.enterprise import Enterprise


class FreezeLoosened(Refused):
    code = "freeze_loosened"
    exact = _(
        "The roster is frozen from an earlier moment. To let people in who were added since, lift or move the freeze: that needs two."
    )


@transaction.atomic
def freeze_roster(*, enterprise_id: UUID, frozen_at: datetime | None = None, by: Actor, reason: str, at: datetime) -> None:
    """
    Freeze an enterprise's roster from ``frozen_at`` (now, where it is ``None``) on; one that is frozen, from an earlier moment.

    Locks    the enterprise.
    Replays  the same moment again changes nothing.

    :raises NotFound: no such enterprise.
    :raises FreezeLoosened: it is frozen from an earlier moment.
    """
    enterprise, since = _locked(enterprise_id), frozen_at or at
    if enterprise.roster_frozen_at is not None and since > enterprise.roster_frozen_at:
        raise FreezeLoosened
    _set(enterprise, since, by, reason)


@transaction.atomic
def loosen_freeze(*, enterprise_id: UUID, frozen_at: datetime | None = None, by: Actor, reason: str, at: datetime) -> None:
    """
    Move the freeze to ``frozen_at``, or lift it (``None``): people who were added since can be granted benefits again.

    The console asks a second person first.

    Locks    the enterprise.
    Replays  a roster that is not frozen stays so.

    :raises NotFound: no such enterprise.
    """
    _set(_locked(enterprise_id), frozen_at, by, reason)


def _locked(enterprise_id: UUID) -> Enterprise:
    enterprise = Enterprise.objects.select_for_update(no_key=True).filter(id=enterprise_id).first()
    if enterprise is None:
        raise NotFound
    return enterprise


def _set(enterprise: Enterprise, frozen_at: datetime | None, by: Actor, reason: str) -> None:
    if enterprise.roster_frozen_at == frozen_at:
        return
    feed.sign(by, reason)
    enterprise.roster_frozen_at = frozen_at
    enterprise.save(update_fields=["roster_frozen_at"])
    if frozen_at is None:
        feed.note("enterprise.freeze_lifted", subject=enterprise)
    else:
        feed.note("enterprise.roster_frozen", subject=enterprise, data={"from": frozen_at.isoformat()})
