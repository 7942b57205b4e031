"""Messages to members: what they were given, and what is about to expire. Once each, in the member's language."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from benefits.models import Batch, Grant
from benefits.operations.letters import names_of, send_each
from benefits.states import BatchState, GrantState
from common import clock
from common.actors import system
from common.feed import note, sign

CHUNK = 1000
# What waits for its member; and what needs no tap, whether it was there before the message or not.
_WORTH_A_WORD = Q(state__in=(GrantState.SCHEDULED, GrantState.CLAIMABLE)) | (
    Q(benefit__delivery="push") & ~Q(state__in=(GrantState.REVOKED, GrantState.EXPIRED))
)


@transaction.atomic
def announce_some(batch_id: UUID, *, at: datetime) -> bool:
    """
    Tell the next members of an issued batch once what waits for them. True while others are left.

    Locks    the batch; whoever comes meanwhile goes away again.
    Replays  goes on behind the last who was told; one who was told all the same is not told twice.
    """
    batch = Batch.objects.select_for_update(no_key=True, skip_locked=True).filter(id=batch_id, announced_at=None).first()
    if batch is None:
        return False
    behind = Q(member_id__gt=batch.announced_to) if batch.announced_to else Q()
    given = Grant.objects.filter(behind, batch_id=batch_id).order_by("member_id")
    members = list(given.values_list("member_id", flat=True).distinct()[:CHUNK])
    by_member = _by_member(Grant.objects.filter(_WORTH_A_WORD, batch_id=batch_id, member_id__in=members))
    send_each(by_member, lambda member_id: f"granted:{batch_id}:{member_id}", _given_text, at)
    is_last = len(members) < CHUNK
    Batch.objects.filter(id=batch_id).update(**{"announced_at": at} if is_last else {"announced_to": members[-1]})
    return not is_last


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
    grants = Grant.objects.filter(id__in=[g.id for g in soon])
    by_member = _by_member(grants)
    sign(system("expiry warning"))
    send_each(by_member, lambda member_id: f"expiring:{by_member[member_id][0].id}", _expiring_text, at)
    for grant in grants:
        note("grant.warned", subject=grant)
    return grants.update(warned_at=at)


def _by_member(grants: QuerySet[Grant]) -> dict[UUID, list[Grant]]:
    found: dict[UUID, list[Grant]] = defaultdict(list)
    for grant in grants.select_related("benefit", "enterprise").order_by("id"):
        found[grant.member_id].append(grant)
    return found


def _given_text(grants: Sequence[Grant]) -> str:
    facts = {"enterprise": grants[0].enterprise.name, "count": len(grants), "link": settings.BASE_URL, "names": names_of(grants)}
    if all(grant.benefit.delivery == "push" for grant in grants):
        return _("%(enterprise)s has given you: %(names)s. See it at %(link)s.") % facts
    return (
        ngettext(
            "%(enterprise)s has given you a benefit: %(names)s. Open %(link)s to have it.",
            "%(enterprise)s has given you %(count)s benefits: %(names)s. Open %(link)s to have them.",
            len(grants),
        )
        % facts
    )


def _expiring_text(grants: Sequence[Grant]) -> str:
    first = min(grants, key=lambda g: g.claimable_until)
    last_day = clock.day_of(first.claimable_until - timedelta(seconds=1), first.enterprise.time_zone)
    facts = {"names": names_of(grants), "day": last_day.isoformat(), "link": settings.BASE_URL}
    return _("Still yours to claim until %(day)s: %(names)s. Open %(link)s.") % facts
