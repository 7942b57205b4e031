"""Looking for what coincides, once a day, and explaining what was found."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from analytics.models import Coincidence
from analytics.queries.coincidences import Found, coincidences
from common.actors import Actor, system
from common.feed import note, sign
from common.ids import new_id
from common.refusals import NotFound
from common.sql import execute
from members.queries.contacts import masks_of

_SEEN_AGAIN = ("member_count", "member_ids", "seen_at", "explained_at", "explained_by", "explanation")
_AT_ONCE = 1000


@transaction.atomic
def look_for_coincidences(*, at: datetime) -> int:
    """
    Keep everything that coincides now; returns how many were new, or grew after somebody had explained them.

    What coincides no more stays until it is explained: a phone that was changed back was somebody's all the same.

    Replays  what is known already is the same row, seen again.
    """
    execute("SET LOCAL statement_timeout = '15min'", [])  # Over the sessions of a large platform.
    sign(system("coincidences"))
    found = coincidences()
    masks = masks_of({each.print for each in found if each.print})
    known = {(row.enterprise_id, row.kind, row.key): row for row in _known(found)}
    fresh: list[Coincidence] = []
    again: list[Coincidence] = []
    opened = 0
    for each in found:
        row = known.get((each.enterprise_id, each.kind, each.key))
        if row is None:
            fresh.append(_new(each, _masked(each, masks), at))
        else:
            opened += _has_grown(row, each)
            _see_again(row, each, at)
            again.append(row)
    Coincidence.objects.bulk_create(fresh, batch_size=_AT_ONCE)
    Coincidence.objects.bulk_update(again, _SEEN_AGAIN, batch_size=_AT_ONCE)
    return len(fresh) + opened


@transaction.atomic
def explain_coincidence(*, coincidence_id: UUID, by: Actor, reason: str, at: datetime) -> Coincidence:
    """
    Say why it is as it should be, or what was done about it. It is open again as soon as more members are found.

    Locks    the coincidence.
    Replays  the newest explanation stands.

    :raises NotFound: no such coincidence.
    """
    row = Coincidence.objects.select_for_update().filter(id=coincidence_id).first()
    if row is None:
        raise NotFound
    sign(by, reason)
    row.explained_at, row.explained_by_id, row.explanation = at, UUID(str(by.id)), reason[:500]
    row.save(update_fields=["explained_at", "explained_by", "explanation"])
    note("coincidence.explained", subject=row, data={"number": row.member_count})
    return row


def _known(found: list[Found]) -> list[Coincidence]:
    return list(Coincidence.objects.filter(key__in={each.key for each in found}).order_by("id"))


def _new(each: Found, masked: str, at: datetime) -> Coincidence:
    return Coincidence(
        id=new_id(),
        enterprise_id=each.enterprise_id,
        kind=each.kind,
        key=each.key,
        masked=masked,
        person_id=each.person_id,
        member_count=each.member_count,
        member_ids=each.member_ids,
        since=each.since,
        found_at=at,
        seen_at=at,
    )


def _has_grown(row: Coincidence, each: Found) -> bool:
    return row.explained_at is not None and each.member_count > row.member_count


def _see_again(row: Coincidence, each: Found, at: datetime) -> None:
    if _has_grown(row, each):
        row.explained_at, row.explained_by, row.explanation = None, None, ""
    row.member_count, row.member_ids, row.seen_at = max(row.member_count, each.member_count), each.member_ids, at


def _masked(each: Found, masks: dict[bytes, str]) -> str:
    if each.print:
        return masks.get(each.print, "")
    return f"…{each.key[-8:]}"  # A device has no name; its mark tells it from others.
