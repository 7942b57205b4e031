"""A member's redemptions, and the codes that they delivered."""

from collections.abc import Callable
from dataclasses import asdict
from uuid import UUID

from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_variables
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.fields import StrictSerializer
from common.api.paging import PageQuery, by_id, page_response, place_of
from common.api.schema import described, page_of
from common.pace import TooMany
from common.refusals import NotFound
from common.visitor import address_of, device_of
from redemption.api import answered, asked
from redemption.api.callers import MemberView
from redemption.api.examples import COMPLAINT_BODY, REDEMPTION, REVEALED, TAG_REDEMPTIONS
from redemption.operations import ContactJustChanged, NothingToReveal, check_attempt, complain, mark_use, reveal_code, undo_use
from redemption.queries.api import member_redemptions, redemption_view
from redemption.rules.complaining import NoCodeToComplainAbout, NoteHoldsCode, Trouble
from redemption.rules.risk import Blocked, ChallengeNeeded
from redemption.rules.using import NotDelivered, NotUsable, NotYetBegun, UndoTooLate, UsedUp, UseUnknown


class Redemptions(MemberView):
    """``redemptions``"""

    queries = {"GET": PageQuery}

    @described(
        operation="member_redemptions_list",
        tags=TAG_REDEMPTIONS,
        summary="The member's redemptions, newest first",
        query=PageQuery,
        answers={200: page_of(answered.RedemptionShape)},
    )
    def get(self, request: Request) -> Response:
        page = member_redemptions(self.member_id, place=place_of(self.asked, key=by_id))
        return page_response(request, page, answered.RedemptionShape)


class Redemption(MemberView):
    """``redemptions/{id}``"""

    @described(
        operation="member_redemptions_read",
        tags=TAG_REDEMPTIONS,
        summary="One redemption",
        answers={200: answered.RedemptionShape},
        refusals=[NotFound],
        examples=[REDEMPTION],
    )
    def get(self, request: Request, redemption_id: UUID) -> Response:
        found = redemption_view(redemption_id, self.member_id)
        if found is None:
            raise NotFound
        return Response(answered.RedemptionShape(found).data)


class Use(MemberView):
    """``redemptions/{id}/use``"""

    @described(
        operation="member_redemptions_use",
        tags=TAG_REDEMPTIONS,
        summary="The member says that they have used it; safe to repeat",
        body=asked.UseBody,
        answers={200: answered.RedemptionShape},
        refusals=[NotFound, NotUsable, NotDelivered, NotYetBegun, UsedUp],
        examples=[REDEMPTION],
    )
    def post(self, request: Request, redemption_id: UUID) -> Response:
        return self._said(redemption_id, mark_use)

    def _said(self, redemption_id: UUID, act: Callable[..., object]) -> Response:
        number = self.read(asked.UseBody)["number"]
        act(redemption_id=redemption_id, by=self.by, at=self.at, member_id=self.member_id, number=number)
        return Response(answered.RedemptionShape(redemption_view(redemption_id, self.member_id)).data)


class Unuse(Use):
    """``redemptions/{id}/unuse``"""

    @described(
        operation="member_redemptions_unuse",
        tags=TAG_REDEMPTIONS,
        summary="The member takes that back, within an hour; safe to repeat",
        body=asked.UseBody,
        answers={200: answered.RedemptionShape},
        refusals=[NotFound, UseUnknown, UndoTooLate],
        examples=[REDEMPTION],
    )
    def post(self, request: Request, redemption_id: UUID) -> Response:
        return self._said(redemption_id, undo_use)


class Complaint(MemberView):
    """``redemptions/{id}/complaint``"""

    @described(
        operation="member_redemptions_complain",
        tags=TAG_REDEMPTIONS,
        summary="The member says that the code they were shown doesn't work; safe to repeat",
        body=asked.ComplaintBody,
        answers={200: answered.RedemptionShape},
        refusals=[NotFound, NoCodeToComplainAbout, NoteHoldsCode, TooMany],
        examples=[COMPLAINT_BODY, REDEMPTION],
    )
    def post(self, request: Request, redemption_id: UUID) -> Response:
        complain(
            redemption_id=redemption_id, member_id=self.member_id, trouble=Trouble(**self.read(asked.ComplaintBody)), by=self.by, at=self.at
        )
        return Response(answered.RedemptionShape(redemption_view(redemption_id, self.member_id)).data)


@method_decorator(sensitive_variables(), name="post")
class Reveal(MemberView):
    """``redemptions/{id}/reveal``"""

    @described(
        operation="member_redemptions_reveal",
        tags=TAG_REDEMPTIONS,
        summary="Show the code to its owner; every showing is recorded",
        answers={200: answered.RevealShape},
        refusals=[NotFound, NothingToReveal, ContactJustChanged, ChallengeNeeded, Blocked],
        examples=[REVEALED],
    )
    def post(self, request: Request, redemption_id: UUID) -> Response:
        self.read(StrictSerializer)
        check_attempt("reveal", self.attempt(), at=self.at)
        revealed = reveal_code(
            redemption_id=redemption_id,
            member_id=self.member_id,
            by=self.by,
            at=self.at,
            channel="api",
            address=address_of(request),
            device=device_of(request),
        )
        return Response(answered.RevealShape(asdict(revealed)).data)
