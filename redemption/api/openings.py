"""Openings: one of them, and taking a piece."""

import re
from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiExample, OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from benefits.operations import refuse_at_once
from benefits.queries.openings.shown import openings_shown
from benefits.queries.openings.standing import Asked
from benefits.rules.freeze import JoinedAfterFreeze
from benefits.rules.openings import AlreadyTaken, DeviceMissing, NotOpenYet, OpeningClosed, OverLimit, SoldOut
from common.api.once import answer_once
from common.api.schema import code_of, described
from common.ids import token_hash
from common.refusals import NotFound
from common.replay import Answer, is_known
from members.operations import AccountInvalid
from redemption.api import answered, asked
from redemption.api.callers import MemberView
from redemption.api.examples import CLAIM_BODY, CLAIMED, OPENING, TAG_OPENINGS
from redemption.api.grants import CLAIM_REFUSALS, answer_of
from redemption.operations import check_attempt, claim_from_opening
from redemption.queries.faces import latest_items

_REFUSALS = (NotOpenYet, OpeningClosed, SoldOut, AlreadyTaken, OverLimit, DeviceMissing, JoinedAfterFreeze)
_DEVICE = re.compile(r"[!-~]{8,128}")
DEVICE = OpenApiParameter(
    "Device",
    str,
    OpenApiParameter.HEADER,
    required=False,
    pattern=r"^[!-~]{8,128}$",
    description="A name that the device keeps: drawn at random at the first start. Needed where pieces are limited per device. A hint, no proof.",
    examples=[OpenApiExample("A random name", value="d-8f3b1c0e5a7d4e21b6c9")],
)


class Opening(MemberView):
    """``openings/{id}``"""

    @described(
        operation="member_openings_read",
        tags=TAG_OPENINGS,
        summary="One opening, as it stands for the member",
        answers={200: answered.OpeningShape},
        refusals=[NotFound],
        examples=[OPENING],
    )
    def get(self, request: Request, opening_id: UUID) -> Response:
        found = openings_shown(self.member_id, at=self.at, opening_id=opening_id, with_past=True)
        if not found:
            raise NotFound
        return Response(answered.OpeningShape(found[0]).data)


class Claim(MemberView):
    """``openings/{id}/claim``"""

    @described(
        operation="member_openings_claim",
        tags=TAG_OPENINGS,
        summary="Take a piece and claim it: 201 when delivered, 202 while the supplier works",
        body=asked.ClaimBody,
        answers={201: answered.ClaimShape, 202: answered.ClaimShape},
        refusals=[NotFound, *_REFUSALS, *CLAIM_REFUSALS, code_of(AccountInvalid, 409)],
        examples=[CLAIM_BODY, CLAIMED],
        headers=[DEVICE],
        idempotent=True,
    )
    def post(self, request: Request, opening_id: UUID) -> Response:
        given = self.read(asked.ClaimBody)
        wanted = Asked(opening_id, self.member_id, _device_of(request))
        scope = f"member:{self.member_id}:opening:{opening_id}"
        try:
            # Most of a burst comes too late: they are told so before anything is written or locked.
            if not is_known(scope=scope, key=request.headers.get("Idempotency-Key")):
                refuse_at_once(wanted, at=self.at)
                check_attempt("claim", self.attempt(), at=self.at)
            return answer_once(self, scope=scope, act=lambda: self._claim(wanted, given), is_only_guard=True)
        except AlreadyTaken as again:
            again.facts["extra"] = _taken(again.facts["grant_ids"], self.member_id)
            raise
        except AccountInvalid as refused:
            refused.status = 409  # type: ignore[misc]  # Here it is one of the refusals of a claim.
            raise

    def _claim(self, wanted: Asked, given: dict[str, Any]) -> Answer:
        done = claim_from_opening(wanted, by=self.by, at=self.at, account=given.get("account"), choices=given["choices"])
        return answer_of(done.redemptions, self.member_id)


def _device_of(request: Request) -> bytes | None:
    """:raises DeviceMissing: what was sent is no name of a device."""
    given = request.headers.get("Device")
    if given is None:
        return None
    if not _DEVICE.fullmatch(given):
        raise DeviceMissing
    return token_hash(given)


def _taken(grant_ids: list[UUID], member_id: UUID) -> dict[str, list[str]]:
    items = latest_items(grant_ids, member_id)
    redemptions = [str(item.id) for grant_id in grant_ids for item in items.get(grant_id, [])]
    return {"grants": [str(grant_id) for grant_id in grant_ids], "redemptions": redemptions}
