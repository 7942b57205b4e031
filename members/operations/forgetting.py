"""What is kept only for a while: codes, misses, decoys, old sessions and old messages."""

from datetime import datetime, timedelta

from django.db.models import Q

from members.models.login import LoginCode, LoginMiss, MemberSession
from members.models.message import SentMessage

CODES_KEPT = timedelta(days=2)  # The daily limit looks back one day.
MESSAGES_KEPT = timedelta(days=90)
SESSIONS_KEPT = timedelta(days=90)


def forget_old_sign_ins(at: datetime) -> None:
    """Delete what no limit and no page looks at any more."""
    LoginCode.objects.filter(created_at__lt=at - CODES_KEPT).delete()
    LoginMiss.objects.filter(at__lt=at - CODES_KEPT).delete()
    SentMessage.objects.filter(is_decoy=True, created_at__lt=at - CODES_KEPT).delete()
    SentMessage.objects.filter(due_at=None, created_at__lt=at - MESSAGES_KEPT).delete()
    gone = Q(ended_at__lt=at - SESSIONS_KEPT) | Q(expires_at__lt=at - SESSIONS_KEPT)
    MemberSession.objects.filter(gone).delete()
