"""What the sign-in's libraries tell of staff's sessions: they come, leave, or have a new password."""

from typing import Any

from allauth.account.signals import password_changed
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from common import clock
from common.actors import Actor
from members.operations.staff_sessions import end_other_sessions, note_signed_out

# When a session began and was last seen, as it says itself. Without them its next request makes it known anew.
NOTED = ("staff_began_at", "staff_seen_at")


@receiver(user_logged_in, dispatch_uid="members.staff_session_begins")
def _begin_anew(sender: Any, request: HttpRequest, **more: Any) -> None:
    """Whoever signs in again without having left has a new session."""
    for name in NOTED:
        request.session.pop(name, None)


@receiver(user_logged_out, dispatch_uid="members.staff_session_left")
def _note_left(sender: Any, request: HttpRequest, **more: Any) -> None:
    if request.session.session_key:
        note_signed_out(key=request.session.session_key, at=clock.now())


@receiver(password_changed, dispatch_uid="members.staff_sessions_of_an_old_password")
def _end_those_of_the_old_password(sender: Any, request: HttpRequest, user: Any, **more: Any) -> None:
    """They are dead already; whoever looks at the list shall not see them there. This one goes on under a new key."""
    request.session.pop("staff_seen_at", None)
    key = request.session.session_key or ""
    end_other_sessions(user_id=user.pk, key=key, by=Actor("user", str(user.pk)), at=clock.now())
