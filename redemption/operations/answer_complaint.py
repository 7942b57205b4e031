"""What operators answer to a complaint: it is confirmed, or rejected with words for the member."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from common.actors import Actor
from common.feed import sign
from common.refusals import NotFound
from redemption.models import Complaint
from redemption.rules.complaining import ComplaintAnswered
from redemption.states import ComplaintState


@transaction.atomic
def confirm_complaint(*, complaint_id: UUID, by: Actor, at: datetime, reason: str = "") -> Complaint:
    """
    Say that the code is bad. Its replacement is another act: ``reissue``, which confirms the complaint too.

    Locks    the complaint.
    Replays  a confirmed complaint is returned as it is.
    """
    complaint = _locked(complaint_id)
    if complaint.state != ComplaintState.CONFIRMED:
        sign(by, reason)
        _decide(complaint, ComplaintState.CONFIRMED, by=by, at=at)
    return complaint


@transaction.atomic
def reject_complaint(*, complaint_id: UUID, by: Actor, at: datetime, reason: str) -> Complaint:
    """
    Say that nothing is wrong with the code. The member reads the reason.

    Locks    the complaint.
    Replays  a rejected complaint is returned as it is, with the words that it was rejected with.

    :raises ComplaintAnswered: it is confirmed.
    """
    complaint = _locked(complaint_id)
    if complaint.state == ComplaintState.CONFIRMED:
        raise ComplaintAnswered
    if complaint.state == ComplaintState.OPEN:
        sign(by, reason)
        _decide(complaint, ComplaintState.REJECTED, by=by, at=at, answer=reason)
    return complaint


def confirm_complaint_about(redemption_id: UUID, *, by: Actor, at: datetime) -> None:
    """Whoever replaces a code says that it was bad. The caller holds the redemption and has signed."""
    said = Complaint.objects.select_for_update().filter(redemption_id=redemption_id).exclude(state=ComplaintState.CONFIRMED)
    for complaint in said:
        _decide(complaint, ComplaintState.CONFIRMED, by=by, at=at)


def _locked(complaint_id: UUID) -> Complaint:
    complaint = Complaint.objects.select_for_update().filter(id=complaint_id).first()
    if complaint is None:
        raise NotFound
    return complaint


def _decide(complaint: Complaint, state: ComplaintState, *, by: Actor, at: datetime, answer: str = "") -> None:
    complaint.state, complaint.answer = state, answer
    complaint.decided_at, complaint.decided_by = at, str(by)
    complaint.save(update_fields=["state", "answer", "decided_at", "decided_by"])
