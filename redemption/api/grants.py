"""A member's grants, and claiming them."""

from typing import Any
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from benefits.queries.api.grants import member_grant, member_grants
from common.api.once import answer_once
from common.api.paging import by_id, page_response, place_of
from common.api.schema import code_of, described, page_of
from common.refusals import NotFound
from common.replay import Answer
from members.operations import AccountInvalid
from redemption.api import answered, asked
from redemption.api.callers import MemberView
from redemption.api.examples import CLAIM_BODY, CLAIMED, GRANT, TAG_GRANTS
from redemption.models import Redemption
from redemption.operations import AccountMissing, AlreadyClaimed, ContactJustChanged, EventFull, EventOver, check_attempt, claim_within
from redemption.queries.api import redemption_views
from redemption.rules.claiming import ChoiceInvalid, GrantExpired, GrantNotYetClaimable, GrantRevoked, LimitReached, NotToday
from redemption.rules.risk import Blocked, ChallengeNeeded
from redemption.states import OPEN
from supply.operations import NoSource, StockEmpty

CLAIM_REFUSALS = (
    AlreadyClaimed,
    GrantExpired,
    GrantNotYetClaimable,
    GrantRevoked,
    NotToday,
    LimitReached,
    ChoiceInvalid,
    AccountMissing,
    StockEmpty,
    NoSource,
    EventFull,
    EventOver,
    ContactJustChanged,
    ChallengeNeeded,
    Blocked,
)

_SHAPE = answered.RedemptionShape()  # Made once: a serializer copies all its fields each time it is made.


class Grants(MemberView):
    """``grants``"""

    queries = {"GET": asked.MemberGrantsQuery}

    @described(
        operation="member_grants_list",
        tags=TAG_GRANTS,
        summary="The member's grants, newest first",
        query=asked.MemberGrantsQuery,
        answers={200: page_of(answered.GrantShape)},
    )
    def get(self, request: Request) -> Response:
        page = member_grants(self.member_id, state=self.asked.get("state", ""), place=place_of(self.asked, key=by_id))
        return page_response(request, page, answered.GrantShape)


class Grant(MemberView):
    """``grants/{id}``"""

    @described(
        operation="member_grants_read",
        tags=TAG_GRANTS,
        summary="One grant",
        answers={200: answered.GrantShape},
        refusals=[NotFound],
        examples=[GRANT],
    )
    def get(self, request: Request, grant_id: UUID) -> Response:
        grant = member_grant(grant_id, self.member_id)
        if grant is None:
            raise NotFound
        return Response(answered.GrantShape(grant).data)


class Claim(MemberView):
    """``grants/{id}/claim``"""

    @described(
        operation="member_grants_claim",
        tags=TAG_GRANTS,
        summary="Take a grant: 201 when delivered, 202 while the supplier works",
        body=asked.ClaimBody,
        answers={201: answered.ClaimShape, 202: answered.ClaimShape},
        refusals=[NotFound, *CLAIM_REFUSALS, code_of(AccountInvalid, 409)],
        examples=[CLAIM_BODY, CLAIMED],
        idempotent=True,
    )
    def post(self, request: Request, grant_id: UUID) -> Response:
        given = self.read(asked.ClaimBody)
        check_attempt("claim", self.attempt(grant_id=grant_id), at=self.at)
        scope = f"member:{self.member_id}:claim:{grant_id}"
        try:
            return answer_once(self, scope=scope, act=lambda: self._claim(grant_id, given))
        except AlreadyClaimed as again:
            again.facts["extra"] = {"redemptions": [str(redemption_id) for redemption_id in again.facts["redemption_ids"]]}
            raise
        except AccountInvalid as refused:
            refused.status = 409  # type: ignore[misc]  # Here it is one of the refusals of a claim.
            raise

    def _claim(self, grant_id: UUID, given: dict[str, Any]) -> Answer:
        made = claim_within(
            grant_id=grant_id,
            member_id=self.member_id,
            by=self.by,
            at=self.at,
            account=given.get("account"),
            choices=given["choices"],
        )
        return answer_of(made, self.member_id)


def answer_of(made: list[Redemption], member_id: UUID) -> Answer:
    """What a claim has begun: the first redemption, and all of them where there are several."""
    views = redemption_views(made, member_id)
    parts = [dict(_SHAPE.to_representation(view)) for view in views]
    body = parts[0] if len(parts) == 1 else {**parts[0], "parts": parts}
    return Answer(202 if any(view.face.state in OPEN for view in views) else 201, body)
