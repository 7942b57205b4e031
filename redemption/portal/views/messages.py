"""What the company told its members here."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from common.clock import now
from members.operations.notices import note_read
from members.queries.notices import notices_of
from redemption.portal.gate import MemberRequest, member_only
from redemption.portal.page import page


@require_safe
@member_only
def messages(request: MemberRequest) -> HttpResponse:
    """The newest first. Whoever has seen the page has read them."""
    at, told = now(), notices_of(request.member.id)
    if any(notice.is_new for notice in told):
        note_read(member_id=request.member.id, at=at)
    return page(request, "messages.html", at=at, section="home", notices=told)
