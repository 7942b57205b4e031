"""A second administrator for the grants of one day above a sum: counted over the enterprise, so that splitting helps nobody."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from benefits.models import Batch, Opening
from common.actors import Actor, parse_actor
from common.feed import note
from common.money import PIECES
from common.refusals import Refused
from members.queries import SecondPersonRule, are_two_people, second_person_rule


class SecondPersonNeeded(Refused):
    code = "second_person_needed"
    sentence = exact = _(
        "Your enterprise wants a second administrator to agree to this. It waits for one: not for you, nor another login of yours."
    )


class OpeningNeedsSecond(SecondPersonNeeded):
    sentence = exact = _(
        "With what was given today already, this is more than your enterprise lets one administrator give alone. "
        "It stays a draft, and another administrator can publish it."
    )


def may_confirm_alone_or_second(batch: Batch, *, by: Actor, at: datetime) -> bool:
    """
    Whether a batch may be issued now. False: it waits for a second administrator from now on.

    Locks    the enterprise's sum of the day, until the transaction ends: two batches at once are both counted.

    :raises SecondPersonNeeded: whoever asked, or another login of theirs, comes again.
    """
    if _is_one_persons(batch.enterprise_id, minor=_minor_of(batch), grants=batch.good_count, at=at):
        return True
    if not batch.asked_by:
        batch.asked_by, batch.asked_at = str(by), at
        batch.save(update_fields=["asked_by", "asked_at"])
        note("batch.second_asked", subject=batch, data={"rows": batch.good_count})
        return False
    if not are_two_people(parse_actor(batch.asked_by), by):
        raise SecondPersonNeeded
    return True


def is_published_by_two(opening: Opening, *, total: int, by: Actor, at: datetime) -> bool:
    """
    Whether an opening is published by somebody else than who planned it last. Its whole budget counts into the day.

    Locks    the enterprise's sum of the day, until the transaction ends.

    :raises OpeningNeedsSecond: the same person, and more than one may give in a day.
    """
    minor = total if opening.budget.unit != PIECES else 0
    if _is_one_persons(opening.enterprise_id, minor=minor, grants=opening.pieces, at=at):
        return False
    if not are_two_people(parse_actor(opening.created_by), by):
        raise OpeningNeedsSecond
    return True


def _is_one_persons(enterprise_id: UUID, *, minor: int, grants: int, at: datetime) -> bool:
    rule = second_person_rule(enterprise_id)
    if rule.above_minor is None and rule.above_grants is None:
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"second_person:{enterprise_id}"])
    today = _confirmed_today(enterprise_id, rule, at)
    minor_today = today.exclude(budget__unit=PIECES).aggregate(sum=Sum("committed"))["sum"] or 0
    grants_today = today.aggregate(sum=Sum("good_count"))["sum"] or 0
    return rule.is_met_by(minor=minor + minor_today, grants=grants + grants_today)


def _minor_of(batch: Batch) -> int:
    return batch.committed if batch.budget is not None and batch.budget.unit != PIECES else 0


def _confirmed_today(enterprise_id: UUID, rule: SecondPersonRule, at: datetime) -> QuerySet[Batch]:
    """What one person confirmed or opened alone: what two agreed to has been looked at."""
    midnight = at.astimezone(ZoneInfo(rule.time_zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    sources = ["import", "opening"]
    return Batch.objects.filter(enterprise_id=enterprise_id, source__in=sources, confirmed_at__gte=midnight, asked_at=None)
