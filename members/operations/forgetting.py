"""What is kept only for a while: codes, misses, decoys, old sessions and messages, and what rosters said of people."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from members.models.identity import FormerIdentity, Identity
from members.models.login import LoginCode, LoginMiss, MemberSession, Texted
from members.models.message import SentMessage
from members.models.notice import Notice
from members.models.roster import RosterRow
from members.models.staff_session import StaffSession

CODES_KEPT = timedelta(days=2)  # The daily limit looks back one day.
MESSAGES_KEPT = timedelta(days=90)
SESSIONS_KEPT = timedelta(days=90)
ROSTER_ROWS_KEPT = timedelta(days=30)
_MOST_AT_ONCE = 5000


def forget_old_sign_ins(at: datetime) -> None:
    """Delete what no limit and no page looks at any more."""
    _delete(LoginCode.objects.filter(created_at__lt=at - CODES_KEPT))
    _delete(_needless_formers(at))
    _delete(LoginMiss.objects.filter(at__lt=at - CODES_KEPT))
    _delete(Texted.objects.filter(at__lt=at - CODES_KEPT))
    _delete(SentMessage.objects.filter(is_decoy=True, created_at__lt=at - CODES_KEPT))
    _delete(SentMessage.objects.filter(due_at=None, created_at__lt=at - MESSAGES_KEPT))
    gone = Q(ended_at__lt=at - SESSIONS_KEPT) | Q(expires_at__lt=at - SESSIONS_KEPT)
    _delete(MemberSession.objects.filter(gone))
    _delete(Notice.objects.filter(created_at__lt=at - MESSAGES_KEPT))
    _delete(StaffSession.objects.filter(seen_at__lt=at - SESSIONS_KEPT))


def _needless_formers(at: datetime) -> QuerySet[FormerIdentity]:
    # Somebody who has left and lost their phone to another may be back in a year, with a new one: then this is where they stood.
    standing = Identity.objects.filter(member_id=OuterRef("member_id"), kind__in=["phone", "email"])
    in_place = Exists(standing.exclude(changed_at__gt=at - CODES_KEPT))
    return FormerIdentity.objects.filter(in_place, replaced_at__lt=at - CODES_KEPT)


def forget_old_rosters(at: datetime) -> None:
    """Delete the rows of old rosters, applied or forgotten by whoever brought them. The roster itself, its counts and its hash stay."""
    _delete(RosterRow.objects.filter(roster__created_at__lt=at - ROSTER_ROWS_KEPT).exclude(roster__state="applying"))


def _delete(rows: QuerySet[Any]) -> None:
    """Some thousand at a time: however many became old in one day, no statement runs long."""
    while gone := list(rows.values_list("pk", flat=True)[:_MOST_AT_ONCE]):
        rows.model._base_manager.filter(pk__in=gone).delete()
