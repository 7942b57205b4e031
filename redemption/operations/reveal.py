"""Showing a code to its owner: written down first, opened after."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from benefits.operations import mark_activated
from common.actors import Actor
from common.failpoints import failpoint
from common.feed import note, sign
from common.refusals import NotFound, Refused
from redemption.models import Redemption, Reveal
from redemption.operations.risk.hold import refuse_while_held
from redemption.states import RedemptionState
from supply.operations import open_code_for


class NothingToReveal(Refused):
    code = "nothing_to_reveal"
    sentence = _("There's no code here to show.")


@dataclass(frozen=True, slots=True)
class RevealedCode:
    """What the owner may see, once. Its repr hides it."""

    card_no: str = field(repr=False)
    code: str = field(repr=False)
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks, and from where."""

    by: Actor
    channel: str
    address: str | None = None
    device: str = ""


def reveal_code(
    *, redemption_id: UUID, member_id: UUID, by: Actor, at: datetime, channel: str, address: str | None = None, device: str = ""
) -> RevealedCode:
    """
    Show the code of a delivered redemption to its member. The showing is committed before the vault opens.

    Must not be called inside a transaction: a rollback would undo the record of what was shown.

    :raises NotFound: no such redemption of this member.
    :raises NothingToReveal: it is no code, or not delivered.
    :raises ContactJustChanged: the member's phone or mail is new since the grant, and nobody has proved the change.
    """
    code_id, grant_id = _record(redemption_id, member_id, Viewer(by, channel, address, device[:200]), at)
    # After the record, and not with it: grants are locked before redemptions.
    mark_activated(grant_id, at=at)
    failpoint("reveal.after_record", redemption_id)
    opened = open_code_for(code_id=code_id, purpose_id=redemption_id, by=by, at=at)
    failpoint("reveal.after_opening", redemption_id)
    return RevealedCode(card_no=opened.card_no, code=opened.code, expires_on=opened.expires_on)


@transaction.atomic(durable=True)
def _record(redemption_id: UUID, member_id: UUID, viewer: Viewer, at: datetime) -> tuple[UUID, UUID]:
    redemption = (
        Redemption.objects.select_for_update(of=("self",)).select_related("grant").filter(id=redemption_id, member_id=member_id).first()
    )
    if redemption is None:
        raise NotFound
    if redemption.code_id is None or redemption.state != RedemptionState.FULFILLED:
        raise NothingToReveal
    refuse_while_held(member_id, granted_at=redemption.grant.created_at, at=at)
    Reveal.objects.create(
        redemption=redemption,
        code_id=redemption.code_id,
        actor=str(viewer.by),
        channel=viewer.channel,
        address=viewer.address,
        device=viewer.device,
        at=at,
    )
    return redemption.code_id, redemption.grant_id


def show_code_to_staff(*, redemption_id: UUID, by: Actor, at: datetime, reason: str) -> str:
    """
    Show a delivered code to one of the platform's staff: after a second person agreed, for a reason that stands in the feed.

    :raises NotFound: no such redemption.
    :raises NothingToReveal: it is no code, or not delivered.
    """
    with transaction.atomic():
        sign(by, reason)
        redemption = Redemption.objects.select_for_update().filter(id=redemption_id).first()
        if redemption is None:
            raise NotFound
        if redemption.code_id is None or redemption.state != RedemptionState.FULFILLED:
            raise NothingToReveal
        Reveal.objects.create(redemption=redemption, code_id=redemption.code_id, actor=str(by), channel="console", at=at)
        note("redemption.shown", subject=redemption, data={"code": str(redemption.code_id)})
        code_id = redemption.code_id
    opened = open_code_for(code_id=code_id, purpose_id=redemption_id, by=by, at=at)
    return f"{opened.card_no} {opened.code}".strip()
