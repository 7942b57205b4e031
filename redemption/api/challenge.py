"""Meeting a challenge: a one-time code to the member's own phone or mail, for apps without the portal's pages."""

from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_variables
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.fields import StrictSerializer
from common.api.schema import described
from common.visitor import address_of
from members.operations import NothingToProveBy, SmsBudgetSpent, TooManyCodes, WrongCode, request_proof_code
from redemption.api import answered, asked
from redemption.api.callers import MemberView
from redemption.api.examples import TAG_LOGIN
from redemption.operations import count_miss, pass_challenge


class ChallengeCode(MemberView):
    """``challenge/code``"""

    @described(
        operation="member_challenge_code",
        tags=TAG_LOGIN,
        summary="Send a one-time code to the member's own phone or mail, after challenge_needed or contact_just_changed",
        answers={202: answered.ChallengeShape},
        refusals=[NothingToProveBy, TooManyCodes, SmsBudgetSpent],
    )
    def post(self, request: Request) -> Response:
        self.read(StrictSerializer)
        to = request_proof_code(member_id=self.member_id, ip=address_of(request), at=self.at)
        return Response(answered.ChallengeShape({"to": to}).data, status=202)


@method_decorator(sensitive_variables(), name="post")
class Challenge(MemberView):
    """``challenge``"""

    @described(
        operation="member_challenge_pass",
        tags=TAG_LOGIN,
        summary="Meet a challenge with the code that was sent",
        body=asked.ChallengeBody,
        answers={204: None},
        refusals=[WrongCode, NothingToProveBy, TooManyCodes],
    )
    def post(self, request: Request) -> Response:
        given = self.read(asked.ChallengeBody)
        try:
            pass_challenge(member_id=self.member_id, code=given["code"], ip=address_of(request), at=self.at)
        except WrongCode:
            count_miss(self.attempt(), at=self.at)
            raise
        return Response(status=204)
