"""A second administrator for the grants of one day above a sum: counted over the enterprise, so that splitting helps nobody."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from benefits.models import Batch
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


def may_confirm_alone_or_second(batch: Batch, *, by: Actor, at: datetime) -> bool:
    """
    Whether a batch may be issued now. False: it waits for a second administrator from now on.

    Locks    the enterprise's sum of the day, until the transaction ends: two batches at once are both counted.

    :raises SecondPersonNeeded: whoever asked, or another login of theirs, comes again.
    """
    rule = second_person_rule(batch.enterprise_id)
    if rule.above_minor is None and rule.above_grants is None:
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"second_person:{batch.enterprise_id}"])
    if rule.is_met_by(minor=_minor_of(batch) + _minor_today(batch, rule, at), grants=batch.good_count + _grants_today(batch, rule, at)):
        return True
    if not batch.asked_by:
        batch.asked_by, batch.asked_at = str(by), at
        batch.save(update_fields=["asked_by", "asked_at"])
        note("batch.second_asked", subject=batch, data={"rows": batch.good_count})
        return False
    if not are_two_people(parse_actor(batch.asked_by), by):
        raise SecondPersonNeeded
    return True


def _minor_of(batch: Batch) -> int:
    return batch.committed if batch.budget is not None and batch.budget.unit != PIECES else 0


def _minor_today(batch: Batch, rule: SecondPersonRule, at: datetime) -> int:
    today = _confirmed_today(batch, rule, at).exclude(budget__unit=PIECES)
    return today.aggregate(sum=Sum("committed"))["sum"] or 0


def _grants_today(batch: Batch, rule: SecondPersonRule, at: datetime) -> int:
    return _confirmed_today(batch, rule, at).aggregate(sum=Sum("good_count"))["sum"] or 0


def _confirmed_today(batch: Batch, rule: SecondPersonRule, at: datetime) -> QuerySet[Batch]:
    """What one person confirmed alone: what two agreed to has been looked at."""
    midnight = at.astimezone(ZoneInfo(rule.time_zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    return Batch.objects.filter(enterprise_id=batch.enterprise_id, source="import", confirmed_at__gte=midnight, asked_at=None)
