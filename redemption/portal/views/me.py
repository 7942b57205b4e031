"""The member's own page: name, enterprise, language, look, signed-in devices; and the way out."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.i18n import set_language

from common.clock import now
from members import operations as members
from members.queries import member_by_id, sessions_of
from redemption.portal.cookies import as_theme, drop_token, keep_theme, token_of
from redemption.portal.gate import MemberRequest, actor_of, member_only, safe_next
from redemption.portal.page import page


@require_safe
@member_only
def me(request: MemberRequest) -> HttpResponse:
    """Who I am here, and where I am signed in."""
    at = now()
    line, sessions = member_by_id(request.member.id), sessions_of(request.member.id, at=at)
    return page(request, "me.html", at=at, section="me", line=line, sessions=sessions)


@require_POST
@member_only
def end_session(request: MemberRequest, session_id: UUID) -> HttpResponse:
    """Sign one device out."""
    members.end_session(session_id=session_id, member_id=request.member.id, by=actor_of(request), at=now())
    return redirect("portal:home" if session_id == request.member.session_id else "portal:me")


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the system likes it."""
    response = redirect(safe_next(request.POST.get("next", ""), otherwise="/me/"))
    keep_theme(response, as_theme(request.POST.get("theme")))
    return response


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Speak this language here from now on, and to this member everywhere."""
    response = set_language(request)
    member = getattr(request, "member", None)
    if member is not None and response.cookies:
        members.set_language(member_id=member.id, language=request.POST["language"], at=now())
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def logout(request: HttpRequest) -> HttpResponse:
    """Sign out. A visit alone signs nobody out: it shows the button."""
    if request.method != "POST":
        return page(request, "logout.html", at=now(), section="me")
    if token := token_of(request):
        members.sign_out(token=token, at=now())
    response = redirect("portal:home")
    drop_token(response)
    return response
