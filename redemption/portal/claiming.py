"""The claim form's single-use key: double tap, refresh, back and a second tab all lead to one redemption."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from benefits.operations import refuse_at_once
from benefits.queries.openings.standing import Asked
from common.actors import Actor
from common.ids import new_token
from common.replay import Answer, is_known, once
from redemption import operations


@dataclass(frozen=True, slots=True)
class ClaimForm:
    """What the member sent: the key that their form carried, and the parts they chose."""

    key: str
    choices: Sequence[str] = ()


def new_claim_key() -> str:
    """A key for one rendering of a claim form."""
    return new_token()


def claim_once(*, grant_id: UUID, by: Actor, form: ClaimForm, at: datetime) -> list[UUID]:
    """
    Claim a grant once for this key; the redemptions it made, now or the first time.

    Replays  the same key returns the first redemptions, also when other parts are ticked now, and when they failed since: a
             refreshed page never starts a second delivery. A grant claimed under another key returns its redemptions too.
    """

    def act() -> Answer:
        made = operations.claim_grant(grant_id=grant_id, member_id=UUID(str(by.id)), by=by, at=at, choices=form.choices)
        return Answer(200, [str(redemption.id) for redemption in made])

    try:
        answer = once(scope=f"portal.claim:{by.id}", key=form.key, request=str(grant_id), at=at, act=act)
    except operations.AlreadyClaimed as again:
        return list(again.facts["redemption_ids"])
    return [UUID(redemption_id) for redemption_id in answer.body]


def take_once(asked: Asked, *, by: Actor, form: ClaimForm, at: datetime) -> tuple[UUID, list[UUID]]:
    """
    Take a piece of an opening and claim it, once for this key; the grant and the redemptions, now or the first time.

    Whoever comes too late hears so before anything is written.

    :raises Refused: as ``claim_from_opening``.
    """
    scope = f"portal.opening:{by.id}"
    if not is_known(scope=scope, key=form.key):
        refuse_at_once(asked, at=at)

    def act() -> Answer:
        done = operations.claim_from_opening(asked, by=by, at=at, choices=form.choices)
        return Answer(200, {"grant": str(done.grant_id), "redemptions": [str(redemption.id) for redemption in done.redemptions]})

    body = once(scope=scope, key=form.key, request=str(asked.opening_id), at=at, act=act, is_only_guard=True).body
    return UUID(body["grant"]), [UUID(redemption_id) for redemption_id in body["redemptions"]]


def place_of(grant_id: UUID, redemption_ids: Sequence[UUID]) -> str:
    """Where a claim is followed: the one redemption, or the grant that shows all of them."""
    if len(redemption_ids) == 1:
        return reverse("portal:redemption", args=[redemption_ids[0]])
    return reverse("portal:grant", args=[grant_id])
