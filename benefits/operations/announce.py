"""Messages to members: what they were given, and what is about to expire. Once each, in the member's language."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from benefits.models import Batch, Grant
from benefits.states import BatchState, GrantState
from common import clock
from common.actors import system
from common.feed import note, sign
from members.operations import send_message
from members.queries.contacts import Contact, contacts_of

# Members who never chose one are written to in the language of the platform's home.
HOME_LANGUAGE = "zh-hans"
_OPEN = (GrantState.SCHEDULED, GrantState.CLAIMABLE)


def announce_batch(batch_id: UUID, *, at: datetime) -> None:
    """
    Tell each member of an issued batch once what waits for them.

    Replays  each message has a key of its own; a crash in the middle sends the rest the next time.
    """
    grants = Grant.objects.filter(batch_id=batch_id, state__in=_OPEN).select_related("benefit", "enterprise")
    by_member: dict[UUID, list[Grant]] = defaultdict(list)
    for grant in grants.order_by("id"):
        by_member[grant.member_id].append(grant)
    for contact in contacts_of(by_member):
        _write(contact, by_member[contact.member_id], key=f"granted:{batch_id}:{contact.member_id}", at=at, text=_given_text)
    Batch.objects.filter(id=batch_id).update(announced_at=at)


def batches_to_announce(*, at: datetime) -> list[UUID]:
    """Batches that were issued some time ago and of which the members were not told."""
    waiting = Batch.objects.filter(state=BatchState.DONE, announced_at=None, undo_begun_at=None, finished_at__lt=at - timedelta(seconds=20))
    return list(waiting.order_by("finished_at").values_list("id", flat=True)[:20])


@transaction.atomic
def warn_expiring(*, at: datetime, limit: int = 200) -> int:
    """
    Warn members of claimable grants that end within their terms' warning days, one message a member; returns how many grants.

    Locks    the grants that are warned about.
    """
    soon = Grant.objects.raw(
        """SELECT g.* FROM benefits_grant g JOIN benefits_terms t ON t.id = g.terms_id
           WHERE g.state = 'claimable' AND g.warned_at IS NULL AND t.warn_days > 0
             AND g.claimable_until <= %s + make_interval(days => t.warn_days) AND g.claimable_until > %s
             AND g.created_at < %s - interval '1 day'
           ORDER BY g.claimable_until LIMIT %s FOR UPDATE OF g SKIP LOCKED""",
        [at, at, at, limit],
    )
    grants = list(Grant.objects.filter(id__in=[g.id for g in soon]).select_related("benefit", "enterprise"))
    by_member: dict[UUID, list[Grant]] = defaultdict(list)
    for grant in grants:
        by_member[grant.member_id].append(grant)
    sign(system("expiry warning"))
    for contact in contacts_of(by_member):
        mine = by_member[contact.member_id]
        _write(contact, mine, key=f"expiring:{mine[0].id}", at=at, text=_expiring_text)
    for grant in grants:
        note("grant.warned", subject=grant)
    return Grant.objects.filter(id__in=[g.id for g in grants]).update(warned_at=at)


def _write(contact: Contact, grants: list[Grant], *, key: str, at: datetime, text: Callable[[list[Grant]], str]) -> None:
    with translation.override(contact.language or HOME_LANGUAGE):
        send_message(
            member_id=contact.member_id,
            channel=contact.channel,
            to=contact.to,
            subject=_("Your benefits at %(enterprise)s") % {"enterprise": grants[0].enterprise.name},
            text=text(grants),
            key=key,
            at=at,
        )


def _given_text(grants: list[Grant]) -> str:
    facts = {"enterprise": grants[0].enterprise.name, "count": len(grants), "link": settings.BASE_URL, "names": _names(grants)}
    return (
        ngettext(
            "%(enterprise)s has given you a benefit: %(names)s. Open %(link)s to have it.",
            "%(enterprise)s has given you %(count)s benefits: %(names)s. Open %(link)s to have them.",
            len(grants),
        )
        % facts
    )


def _expiring_text(grants: list[Grant]) -> str:
    first = min(grants, key=lambda g: g.claimable_until)
    last_day = clock.day_of(first.claimable_until - timedelta(seconds=1), first.enterprise.time_zone)
    facts = {"names": _names(grants), "day": last_day.isoformat(), "link": settings.BASE_URL}
    return _("Still yours to claim until %(day)s: %(names)s. Open %(link)s.") % facts


def _names(grants: list[Grant]) -> str:
    is_english = (translation.get_language() or "").startswith("en")
    names = dict.fromkeys((g.benefit.name_en if is_english else "") or g.benefit.name for g in grants)
    return (", " if is_english else "、").join(names)
