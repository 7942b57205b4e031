"""The page of one life: where a code or a grant came from, whom it went to, and everything that happened on the way."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from common.console import ops_site
from common.console.scope import hidden_of
from common.console.trail import steps_of
from common.money import format_minor
from common.refusals import NotFound
from redemption.queries.lives import Life, whole_life_of_code, whole_life_of_grant


def code_life(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The life of one code, from the purchase order to whoever read it."""
    return _page(request, "supply.view_code", lambda: whole_life_of_code(pk), _("Life of a code"))


def grant_life(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The life of one grant, from the batch that made it to its end."""
    return _page(request, "benefits.view_grant", lambda: whole_life_of_grant(pk), _("Life of a grant"))


def _page(request: HttpRequest, right: str, read: Callable[[], Life], title: str) -> HttpResponse:
    if not ops_site.may(request, right) or (right == "supply.view_code" and "code" in hidden_of(request)):
        raise PermissionDenied
    try:
        life = read()
    except NotFound as missing:
        raise Http404 from missing
    context: dict[str, Any] = {
        **ops_site.each_context(request),
        "title": title,
        "life": life,
        "cost": format_minor(life.code.origin.cost_minor, life.code.origin.currency)
        if life.code and "cost" not in hidden_of(request)
        else "",
        "committed": format_minor(life.grant.committed, life.grant.unit) if life.grant else "",
        "steps": steps_of(life.trail),
        "nouns": sorted({entry.subject_type for entry in life.trail}),
    }
    return TemplateResponse(request, "console/life.html", context)


ops_site.add_page("life/code/<uuid:pk>/", code_life, name="code_life")
ops_site.add_page("life/grant/<uuid:pk>/", grant_life, name="grant_life")
