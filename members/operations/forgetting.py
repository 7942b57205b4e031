"""What is kept only for a while: codes, misses, decoys, old sessions and messages, and what rosters said of people."""

from datetime import datetime, timedelta

from django.db.models import Q

from members.models.identity import FormerIdentity
from members.models.login import LoginCode, LoginMiss, MemberSession
from members.models.message import SentMessage
from members.models.notice import Notice
from members.models.roster import RosterRow
from members.models.staff_session import StaffSession

CODES_KEPT = timedelta(days=2)  # The daily limit looks back one day.
MESSAGES_KEPT = timedelta(days=90)
SESSIONS_KEPT = timedelta(days=90)
ROSTER_ROWS_KEPT = timedelta(days=30)


def forget_old_sign_ins(at: datetime) -> None:
    """Delete what no limit and no page looks at any more."""
    LoginCode.objects.filter(created_at__lt=at - CODES_KEPT).delete()
    FormerIdentity.objects.filter(replaced_at__lt=at - CODES_KEPT).delete()
    LoginMiss.objects.filter(at__lt=at - CODES_KEPT).delete()
    SentMessage.objects.filter(is_decoy=True, created_at__lt=at - CODES_KEPT).delete()
    SentMessage.objects.filter(due_at=None, created_at__lt=at - MESSAGES_KEPT).delete()
    gone = Q(ended_at__lt=at - SESSIONS_KEPT) | Q(expires_at__lt=at - SESSIONS_KEPT)
    MemberSession.objects.filter(gone).delete()
    Notice.objects.filter(created_at__lt=at - MESSAGES_KEPT).delete()
    StaffSession.objects.filter(seen_at__lt=at - SESSIONS_KEPT).delete()


def forget_old_rosters(at: datetime) -> None:
    """Delete the rows of old rosters, applied or forgotten by whoever brought them. The roster itself, its counts and its hash stay."""
    RosterRow.objects.filter(roster__created_at__lt=at - ROSTER_ROWS_KEPT).exclude(roster__state="applying").delete()
