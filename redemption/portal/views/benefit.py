"""A benefit's page: what it is, what it is worth, how it is used, how one gets it."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from benefits.queries.faces import parts_of, terms_given
from benefits.queries.portal import benefit_for_member, grants_of_benefit
from common.clock import now
from redemption.portal.gate import MemberRequest, member_only
from redemption.portal.page import page
from redemption.queries.wallet import items_of


@require_safe
@member_only
def benefit(request: MemberRequest, code: str) -> HttpResponse:
    """One benefit that the member holds, held, or may be given."""
    at, member = now(), request.member
    face = benefit_for_member(code, member_id=member.id, enterprise_id=member.enterprise_id, at=at)
    if face is None:
        raise Http404
    return page(
        request,
        "benefit.html",
        at=at,
        section="home",
        benefit=face,
        terms=terms_given(face.id, at),
        parts=parts_of(face.id) if face.kind == "bundle" else [],
        items=items_of(grants_of_benefit(face.id, member.id), member.id, zone=member.time_zone, at=at),
    )
