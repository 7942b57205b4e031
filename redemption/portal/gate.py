"""Who may pass: pages for signed-in members, and where to send the others."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

from common.actors import Actor
from members.queries import SignedInMember

P = ParamSpec("P")


class MemberRequest(HttpRequest):
    """A request behind the gate: its member is known."""

    member: SignedInMember


def actor_of(request: MemberRequest) -> Actor:
    """The signed-in member as the one who acts."""
    return Actor("member", request.member.id)


def member_only(
    view: Callable[Concatenate[MemberRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Let signed-in members pass; send everybody else to the login, and back afterwards."""

    @wraps(view)
    def gate(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if getattr(request, "member", None) is None:
            return _to_login(request)
        return view(request, *args, **kwargs)  # type: ignore[arg-type]

    return gate


def safe_next(given: str, *, otherwise: str = "/") -> str:
    """A place of this site to go on to. Anything that a browser could read as another host is replaced."""
    is_path = given.startswith("/") and given.isprintable() and "\\" not in given
    return given if is_path and url_has_allowed_host_and_scheme(given, allowed_hosts=None) else otherwise


def _to_login(request: HttpRequest) -> HttpResponse:
    # An act that was asked for by POST is not repeated after the login: its page is shown instead.
    came_for = request.get_full_path() if request.method == "GET" and not request.headers.get("HX-Request") else "/"
    login = reverse("portal:login")
    target = login if came_for == "/" else f"{login}?{urlencode({'next': came_for})}"
    return HttpResponseClientRedirect(target) if request.headers.get("HX-Request") else HttpResponseRedirect(target)
