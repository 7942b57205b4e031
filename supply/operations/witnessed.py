"""What supply tells the witness, and which of it the tables do not know."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection

from common.witness import Entry, bear_witness, bear_witness_after_commit, judges
from supply.models import Attempt, LostOrder, SpentCode, TopUp

ISSUED, SHOWN, SENT = "code.issued", "code.shown", "order.sent"

_FOUND = "SELECT id, state, purpose_id FROM supply_code WHERE id = ANY(%s)"


def code_issued(code_id: UUID, *, purpose_id: UUID, at: datetime) -> None:
    """Once committed: this code is that redemption's."""
    bear_witness_after_commit(ISSUED, code_id, at=at, purpose=str(purpose_id))


def code_shown(code_id: UUID, *, purpose_id: UUID, fingerprint: bytes, at: datetime) -> None:
    """
    Before its owner sees it. The fingerprint knows the code again should its file come a second time; nobody can read it back.

    :raises WitnessSilent: it must not be shown.
    """
    bear_witness(SHOWN, code_id, at=at, purpose=str(purpose_id), fingerprint=fingerprint.hex())


def order_sent(attempt: Attempt, topup: TopUp) -> None:
    """
    Before the call, once the attempt is committed.

    :raises WitnessSilent: it must not be sent.
    """
    facts = {"topup": str(topup.id), "reference": topup.reference, "supplier": str(topup.supplier_id), "purpose": str(topup.purpose_id)}
    bear_witness(SENT, attempt.id, at=attempt.started_at, **facts)


@judges(ISSUED, SHOWN)
def unknown_codes(entries: Sequence[Entry]) -> list[Entry]:
    """Codes that could be given to somebody else, or have been; of lots that are not here, those that were shown."""
    with connection.cursor() as cursor:
        cursor.execute(_FOUND, [[entry.subject for entry in entries]])
        found = {row[0]: (row[1], str(row[2])) for row in cursor.fetchall()}
    spent = _spent(entries)
    return [entry for entry in entries if not _is_known(entry, found.get(entry.subject), spent)]


@judges(SENT)
def unknown_orders(entries: Sequence[Entry]) -> list[Entry]:
    """Orders of which no attempt is left, and that nobody has asked about since."""
    ids = [entry.subject for entry in entries]
    known = set(Attempt.objects.filter(id__in=ids).values_list("id", flat=True))
    known |= set(LostOrder.objects.filter(attempt_id__in=ids).values_list("attempt_id", flat=True))
    return [entry for entry in entries if entry.subject not in known]


def _is_known(entry: Entry, found: tuple[str, str] | None, spent: set[str]) -> bool:
    if found is not None:
        state, purpose = found
        # One that is void or has expired is known whosever it was: it is given to nobody.
        return state in ("void", "expired") or (state == "issued" and purpose == entry.facts.get("purpose"))
    # Of a lot that is not here: only what was seen can do harm, when its file comes again.
    return entry.kind == ISSUED or entry.facts.get("fingerprint") in spent


def _spent(entries: Sequence[Entry]) -> set[str]:
    prints = [bytes.fromhex(entry.facts["fingerprint"]) for entry in entries if "fingerprint" in entry.facts]
    return {bytes(each).hex() for each in SpentCode.objects.filter(fingerprint__in=prints).values_list("fingerprint", flat=True)}
