"""What a member may have."""

from rest_framework.request import Request
from rest_framework.response import Response

from benefits.queries.api.catalogue import benefit_detail, benefits_for_member
from common.api.paging import PageQuery, page_response, place_of
from common.api.schema import described, page_of
from common.refusals import NotFound
from redemption.api import answered
from redemption.api.callers import MemberView
from redemption.api.examples import TAG_BENEFITS


class Benefits(MemberView):
    """``benefits``"""

    queries = {"GET": PageQuery}

    @described(
        operation="member_benefits_list",
        tags=TAG_BENEFITS,
        summary="What the member may have, each with the way to it",
        query=PageQuery,
        answers={200: page_of(answered.BenefitShape)},
    )
    def get(self, request: Request) -> Response:
        page = benefits_for_member(self.reader, at=self.at, place=place_of(self.asked, key=str))
        return page_response(request, page, answered.BenefitShape)


class Benefit(MemberView):
    """``benefits/{code}``"""

    @described(
        operation="member_benefits_read",
        tags=TAG_BENEFITS,
        summary="One benefit with its parts and terms",
        answers={200: answered.BenefitDetailShape},
        refusals=[NotFound],
    )
    def get(self, request: Request, code: str) -> Response:
        found = benefit_detail(code, self.reader, at=self.at)
        if found is None:
            raise NotFound
        return Response(answered.BenefitDetailShape(found).data)
