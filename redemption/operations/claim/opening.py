"""Taking a piece of an opening and claiming it: one tap, one transaction, as with a grant that was there before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from benefits.operations import take_piece
from benefits.queries.openings.standing import Asked
from common.actors import Actor
from redemption.models import Redemption
from redemption.operations.claim.claim import claim_within


@dataclass(frozen=True, slots=True)
class TakenAndClaimed:
    """The grant that the piece became, its number in the order of arrival, and what the claim began."""

    grant_id: UUID
    number: int
    redemptions: list[Redemption]


@transaction.atomic
def claim_from_opening(
    asked: Asked, *, by: Actor, at: datetime, account: str | None = None, choices: Sequence[str] = ()
) -> TakenAndClaimed:
    """
    Take a piece and claim it; all or nothing: a claim that is refused leaves the piece to the next who asks.

    Locks    as ``take_piece``, then as ``claim_within``.

    :raises Refused: whatever these two raise.
    Source   docs/guides/claims.md
    """
    piece = take_piece(asked, by=by, at=at)
    made = claim_within(grant_id=piece.grant_id, member_id=asked.member_id, by=by, at=at, account=account, choices=choices)
    return TakenAndClaimed(piece.grant_id, piece.number, made)
