"""The staff's front door: ``/staff/`` leads to the console that is theirs, ``/staff/sessions/`` tells where they are signed in."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from common import clock
from common.console.desk import person_of
from common.console.names import actor_of
from common.devices import device_in_words
from common.refusals import NotFound
from members.operations.staff_sessions import end_other_sessions, end_staff_session
from members.queries.staff_sessions import staff_sessions_of


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Operators go to ``/ops/``, an enterprise's staff to ``/hr/``."""
    return redirect("/ops/" if request.user.is_staff else "/hr/")


@require_safe
@login_required
def sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in: the browser, its address, since when, and when it was last heard of."""
    found = staff_sessions_of(person_of(request).id, key=str(request.session.session_key), at=clock.now())
    shown = [(session, device_in_words(session.device)) for session in found]
    with timezone.override(_zone_of(request)):
        return render(request, "account/sessions.html", {"sessions": shown})


def _zone_of(request: HttpRequest) -> ZoneInfo:
    """The time zone of somebody's console."""
    staff = getattr(request.user, "staff", None)
    return ZoneInfo(staff.enterprise.time_zone if staff else settings.TIME_ZONE)


@require_POST
@login_required
def end_one(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """End one of one's own sessions; a foreign one is as missing as one that never was."""
    try:
        end_staff_session(session_id=session_id, user_id=person_of(request).id, by=actor_of(request), at=clock.now())
    except NotFound:
        raise Http404 from None
    messages.success(request, gettext("That session is ended."))
    return redirect("staff_sessions")


@require_POST
@login_required
def end_others(request: HttpRequest) -> HttpResponse:
    """End all of one's sessions but this one."""
    key = str(request.session.session_key)
    count = end_other_sessions(user_id=person_of(request).id, key=key, by=actor_of(request), at=clock.now())
    said = ngettext("%(count)s other session is ended.", "%(count)s other sessions are ended.", count) % {"count": count}
    messages.success(request, said)
    return redirect("staff_sessions")
