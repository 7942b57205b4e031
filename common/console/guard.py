"""The daily limits at the doors of both consoles: said before a form is opened, counted before the act, given back where it was refused."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from common import clock
from common.console.desk import person_of
from common.console.groups import LABELS
from common.duties.duty import Duty
from common.duties.registry import duty_named
from common.duties.tally import LimitReached, give_back, refuse_without_room, take

# Taken by GET. What is taken away by its rows is counted where the rows are.
_TAKEN_BY_GET = ("export",)
_ACTS = ("act", "list_act", "bulk_act")
# Opened to do the one thing that they are for, and nothing else is read there.
_FORMS = ("_act", "_add", "_upload")
_SETS_LIMITS = "common.set_dutylimit"


def duty_at(site: Any, request: HttpRequest) -> Duty | None:
    """The duty behind an address of a console; ``None`` for lists and pages to look at."""
    match = request.resolver_match
    if match is None or not match.url_name:
        return None
    for admin in site._registry.values():
        prefix = f"{admin.opts.app_label}_{admin.opts.model_name}_"
        if match.url_name.startswith(prefix):
            verb = match.url_name.removeprefix(prefix)
            if verb in _ACTS:
                verb = str(match.kwargs["name"])
            found = duty_named(f"{site.name}.{admin.opts.label_lower}.{verb}")
            if found is not None:
                return found
    return duty_named(f"{site.name}.{match.url_name}")


def within_limits(site: Any, request: HttpRequest, view: Callable[[], HttpResponse]) -> HttpResponse:
    """Call the view, once the person's limit of the day has room for it."""
    duty = duty_at(site, request)
    if duty is None or duty.looks or not (_is_done_by(request, duty) or _is_form(request)):
        return view()
    if "." in duty.right and not site.may(request, duty.right):
        return view()  # Whoever may not is told that, and nothing of limits.
    times, at, person, is_done = _times(request), clock.now(), person_of(request).id, _is_done_by(request, duty)
    try:
        if is_done:
            take(duty, person, at=at, times=times)
        else:
            refuse_without_room(duty, person, at=at)
    except LimitReached as refused:
        return limit_page(site, request, refused)
    if not is_done:
        return view()
    try:
        response = view()
    except BaseException:
        give_back(duty, person, at=at, times=times)
        raise
    if not _was_done(request, response):
        give_back(duty, person, at=at, times=times)
    return response


def limit_page(site: Any, request: HttpRequest, refused: LimitReached) -> HttpResponse:
    """What somebody reads whose day is used up, or who needs a limit of their own: why, who sets one, and where."""
    context = {
        **site.each_context(request),
        "title": refused.title,
        "sentence": refused.for_staff(),
        "setters": _setters() if site.name == "ops" else [],
        "is_ops": site.name == "ops",
        "may_see_limits": site.name == "ops" and site.may(request, "common.view_dutylimit"),
        "back": _back(site, request),
    }
    return TemplateResponse(request, "console/limit_reached.html", context, status=refused.status)


def _setters() -> list[str]:
    """The groups that may set personal limits, in the reader's words."""
    app, right = _SETS_LIMITS.split(".")
    held = Group.objects.filter(permissions__content_type__app_label=app, permissions__codename=right).order_by("name").distinct()
    return [str(LABELS.get(name, name)) for name in held.values_list("name", flat=True)]


def _back(site: Any, request: HttpRequest) -> str:
    """From an act to its row or its list; from a page of its own to the one above it."""
    match = request.resolver_match
    if match is None or not _is_act(request):
        return "../"
    page = str(match.url_name).removesuffix("_act").removesuffix("_list").removesuffix("_bulk")
    row = match.kwargs.get("pk")
    return reverse(f"{site.name}:{page}_change", args=[row]) if row else reverse(f"{site.name}:{page}_changelist")


def _is_form(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and str(match.url_name).endswith(_FORMS)


def _is_done_by(request: HttpRequest, duty: Duty) -> bool:
    if duty.name.endswith(_TAKEN_BY_GET):
        return request.method == "GET"
    # The page of an act is also opened by POST, from the menu of a list; with the act's own field it is done.
    return request.method == "POST" and ("act" in request.POST or not _is_act(request))


def _is_act(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and str(match.url_name).endswith("_act")


def _times(request: HttpRequest) -> int:
    match = request.resolver_match
    is_bulk = match is not None and str(match.url_name).endswith("_bulk_act")
    return max(1, len(request.GET.get("ids", "").split(","))) if is_bulk else 1


def _was_done(request: HttpRequest, response: HttpResponse) -> bool:
    if request.method == "GET" or _is_act(request):
        return response.status_code < 400
    # A form that was not accepted is shown again.
    return 300 <= response.status_code < 400
