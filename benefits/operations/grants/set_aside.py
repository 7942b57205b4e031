"""Grants that were given in a time that a restore forgot: set aside, until somebody lets them be claimed again."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from benefits.models import Grant
from common import feed
from common.actors import Actor
from common.refusals import NotFound, Refused


class NotSetAside(Refused):
    code = "not_set_aside"
    sentence = exact = _("This grant is not set aside.")


@transaction.atomic
def set_aside_grants(grant_ids: Collection[UUID], *, by: Actor, at: datetime, reason: str) -> int:
    """
    Keep grants from being claimed; returns how many. Those that are gone with the lost time, or no longer open, are passed over.

    Locks    the grants, by id.
    """
    feed.sign(by, reason)
    open_ones = Grant.objects.select_for_update().filter(id__in=grant_ids, state__in=["scheduled", "claimable"], set_aside_at=None)
    grants = list(open_ones.order_by("id"))
    for grant in grants:
        feed.note("grant.set_aside", subject=grant)
    return Grant.objects.filter(id__in=[grant.id for grant in grants]).update(set_aside_at=at)


@transaction.atomic
def let_claim_again(*, grant_id: UUID, by: Actor, at: datetime, reason: str = "") -> Grant:
    """
    Let one be claimed after all: the member did not have it.

    Locks    the grant.

    :raises NotSetAside: it can be claimed already.
    """
    grant = Grant.objects.select_for_update().filter(id=grant_id).first()
    if grant is None:
        raise NotFound
    if grant.set_aside_at is None:
        raise NotSetAside
    feed.sign(by, reason)
    feed.note("grant.let_claim_again", subject=grant)
    grant.set_aside_at = None
    grant.save(update_fields=["set_aside_at"])
    return grant
