"""The demo's inbox: every SMS and mail that was sent, on one page and as JSON. Outside demo mode it does not exist."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from members.queries import newest_messages

_CODE = re.compile(r"\b\d{6}\b")
View = Callable[[HttpRequest], HttpResponse]


def in_demo_only(view: View) -> View:
    """The view in demo mode; elsewhere the address does not exist."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if not settings.SHOWS_DEMO:
            raise Http404
        return view(request)

    return guarded


@in_demo_only
@never_cache
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """The page, newest first. It looks for new messages by itself."""
    messages: list[dict[str, Any]] = [
        {"message": message, "code": (found := _CODE.search(message.text)) and found[0]} for message in newest_messages()
    ]
    return render(request, "demo/inbox.html", {"messages": messages})


@in_demo_only
@never_cache
@require_safe
def inbox_json(request: HttpRequest) -> HttpResponse:
    """``[{"channel", "to", "subject", "text", "sent_at"}]``, newest first."""
    listed = [
        {"channel": m.channel, "to": m.to, "subject": m.subject, "text": m.text, "sent_at": m.sent_at.isoformat()}
        for m in newest_messages()
    ]
    return JsonResponse(listed, safe=False, json_dumps_params={"ensure_ascii": False})
