"""Opening one code for the person it was issued to."""

import logging
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from common import feed
from common.actors import Actor
from common.refusals import NotFound, Refused
from common.witness import refuse_while_fenced
from supply.models import Code
from supply.operations.lots import freeze_lot
from supply.operations.witnessed import code_shown
from supply.states import CodeState
from supply.vault import OpenedCode, VaultRefused, fingerprint_of_code, open_code

logger = logging.getLogger(__name__)


class CodeWithdrawn(Refused):
    code = "code_withdrawn"
    sentence = _("This code was withdrawn. Please ask your benefits team for another one.")
    exact = _("The code %(code_id)s is “%(state)s”; only an issued one is opened.")


def open_code_for(*, code_id: UUID, purpose_id: UUID, by: Actor, at: datetime) -> OpenedCode:
    """
    Open the code of one redemption, for its owner's screen alone. The caller has committed who sees it, and why.

    Each opening is noted in the feed, in the transaction that opens; the first sets ``revealed_at``. The witness has its line
    before this returns: a restored database would give the code to somebody else. A code that does not open freezes its lot: what was altered once may be altered elsewhere.

    Locks    the code.

    :raises Fenced, WitnessSilent: what is shown now could not be remembered; nothing is noted, or noted and not shown.
    :raises NotFound: there is no such code, or it belongs to another redemption.
    :raises CodeWithdrawn: it is void.
    :raises VaultRefused: the stored row was altered or moved, or its key is lost.
    :raises VaultClosed: the key provider does not answer; nothing is noted.
    """
    refuse_while_fenced()
    try:
        opened, fingerprint = _open(code_id, purpose_id, by, at)
    except VaultRefused:
        logger.exception("a code does not open", extra={"code_id": str(code_id)})
        _freeze_lot_of(code_id, at)
        raise
    code_shown(code_id, purpose_id=purpose_id, fingerprint=fingerprint, at=at)
    return opened


@transaction.atomic
def _open(code_id: UUID, purpose_id: UUID, by: Actor, at: datetime) -> tuple[OpenedCode, bytes]:
    found = Code.objects.select_for_update(of=("self",)).filter(id=code_id, purpose_id=purpose_id)
    code = found.first()
    if code is None:
        raise NotFound
    if code.state != CodeState.ISSUED:
        raise CodeWithdrawn(code_id=code.id, state=code.get_state_display())
    feed.sign(by)
    if code.revealed_at is None:
        code.revealed_at = at
        code.save(update_fields=["revealed_at"])
    feed.note("code.revealed", subject=code, data={"redemption": str(purpose_id), "lot": str(code.lot_id)})
    return open_code(code.id), fingerprint_of_code(code.id)


def _freeze_lot_of(code_id: UUID, at: datetime) -> None:
    lot_id = Code.objects.values_list("lot_id", flat=True).get(id=code_id)
    freeze_lot(lot_id, part="vault", why="a code of it does not open", at=at)
