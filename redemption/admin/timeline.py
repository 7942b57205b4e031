"""The page of one member's story: what they were given, and everything that happened to them."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from benefits.queries.lines import newest_grants
from common.console import ops_site
from common.console.trail import steps_of
from common.console.words import NOUNS
from common.pages import numbered
from members.queries import member_by_id
from redemption.queries.timelines import timeline_of

# What can happen to a member, in the order in which people ask for it.
_NOUNS = ("grant", "redemption", "topup", "code", "member", "account")


def member_timeline(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One member's grants and timeline; ``?noun=`` keeps to one sort of event."""
    if not ops_site.may(request, "members.view_member"):
        raise PermissionDenied
    member = member_by_id(pk)
    if member is None:
        raise Http404
    noun, before = request.GET.get("noun", ""), request.GET.get("before", "")
    timeline = timeline_of(pk, noun=noun if noun in _NOUNS else "", before=numbered(before))
    context = {
        **ops_site.each_context(request),
        "title": _("Timeline"),
        "member": member,
        "grants": newest_grants(pk) if ops_site.may(request, "benefits.view_grant") else [],
        "steps": steps_of(timeline.entries),
        "older": timeline.older,
        "noun": noun,
        "nouns": [(name, NOUNS.get(name, name)) for name in _NOUNS],
    }
    return TemplateResponse(request, "console/timeline.html", context)


ops_site.add_page("life/member/<uuid:pk>/", member_timeline, name="member_timeline")
