"""Asking for a second person, and being one. Whatever comes at the same moment, one decision stands."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.actors import Actor, system
from common.duties.models import Approval
from common.duties.states import ApprovalState
from common.feed import sign
from common.ids import new_id
from common.jobs.sweeper import sweeps
from common.refusals import NotFound, Refused

WAITS = timedelta(days=3)
COLLECTED_WITHIN = timedelta(hours=24)
# What was asked is never written again: sealed anew, it would be another text.
_DECIDED = ["state", "decided_by", "decided_at", "decision", "done_at", "expires_at"]


class NotWaiting(Refused):
    code = "not_waiting"
    exact = _("This was decided already, or it has lapsed. Reload the page to see how it stands.")


class SamePerson(Refused):
    code = "same_person"
    status = 403
    exact = _("A second person must agree: not whoever asked, and not from a second login of theirs.")


class SeenOtherwise(Refused):
    code = "seen_otherwise"
    exact = _("What you saw is not what was asked. Reload the page and read it again.")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for. ``content`` is what was typed, as a form sends it; ``shown`` what the second person reads, label by value."""

    duty: str
    site: str
    model: str
    act: str
    subject_id: UUID | None
    title: str
    content: dict[str, list[str]]
    shown: list[list[str]]
    reason: str = ""
    amount: int = 0


@dataclass(frozen=True, slots=True)
class Person:
    """One login at one machine. ``desk`` is the machine's mark, empty where it has none."""

    id: UUID
    desk: str = ""

    @property
    def actor(self) -> Actor:
        return Actor("user", str(self.id))


@transaction.atomic
def ask(wanted: Wanted, *, by: Person, at: datetime) -> Approval:
    """Ask for a second person. It lapses after three days."""
    sign(by.actor, wanted.reason)
    content = json.dumps(wanted.content, sort_keys=True, ensure_ascii=False)
    approval = Approval(
        id=new_id(),
        duty=wanted.duty,
        site=wanted.site,
        model=wanted.model,
        act=wanted.act,
        subject_id=wanted.subject_id,
        title=wanted.title[:300],
        shown=wanted.shown,
        content=content,
        content_sha256=_digest(wanted, content),
        amount=wanted.amount,
        reason=wanted.reason[:500],
        asked_by_id=by.id,
        asked_desk=by.desk,
        asked_at=at,
        expires_at=at + WAITS,
    )
    approval.save(force_insert=True)
    return approval


@transaction.atomic
def agree(
    *, approval_id: UUID, seen: str, by: Person, at: datetime, run: Callable[[Approval], object] | None = None, decision: str = ""
) -> Approval:
    """
    Agree to what was asked, and run it in the same transaction; without ``run`` the person who asked collects it.

    Locks    the approval. Of many who agree at once, one does.

    :raises NotWaiting: it was decided, or has lapsed.
    :raises SamePerson: whoever asked, or another login of theirs as far as that can be known.
    :raises SeenOtherwise: ``seen`` is not the print of what was asked.
    :raises Refused: what ``run`` was refused for; the approval waits on.
    """
    approval = _locked(approval_id, ApprovalState.WAITING, at)
    _refuse_same_person(approval, by)
    if bytes(approval.content_sha256).hex() != seen:
        raise SeenOtherwise
    sign(by.actor, decision)
    approval.decided_by_id, approval.decided_at, approval.decision = by.id, at, decision[:500]
    if run is None:
        approval.state, approval.expires_at = ApprovalState.APPROVED, at + COLLECTED_WITHIN
    else:
        approval.state, approval.done_at = ApprovalState.DONE, at
    approval.save(update_fields=_DECIDED)
    if run is not None:
        run(approval)
    return approval


@transaction.atomic
def collect(*, approval_id: UUID, by: Person, at: datetime) -> Approval:
    """
    Take what was agreed to, once: by the person who asked, within a day.

    Locks    the approval.

    :raises NotWaiting: it was taken, or has lapsed.
    """
    approval = _locked(approval_id, ApprovalState.APPROVED, at)
    if approval.asked_by_id != by.id:
        raise NotFound
    sign(by.actor, approval.reason)
    approval.state, approval.done_at = ApprovalState.DONE, at
    approval.save(update_fields=_DECIDED)
    return approval


@transaction.atomic
def turn_down(*, approval_id: UUID, by: Person, at: datetime, decision: str) -> Approval:
    """
    Refuse what was asked; or withdraw it, where it is one's own.

    Locks    the approval.

    :raises NotWaiting: it was decided, or has lapsed.
    """
    approval = _locked(approval_id, ApprovalState.WAITING, at)
    sign(by.actor, decision)
    if approval.asked_by_id == by.id:
        approval.state = ApprovalState.WITHDRAWN
    else:
        approval.state, approval.decided_by_id, approval.decided_at = ApprovalState.REFUSED, by.id, at
    approval.decision = decision[:500]
    approval.save(update_fields=_DECIDED)
    return approval


@sweeps("approvals")
def let_lapse(at: datetime) -> None:
    """What nobody decided, or nobody collected, in time."""
    due = Approval.objects.filter(state__in=[ApprovalState.WAITING, ApprovalState.APPROVED], expires_at__lte=at)
    if due.exists():
        with transaction.atomic():
            sign(system("approvals"), "")
            due.update(state=ApprovalState.LAPSED)


def waiting_for(person_id: UUID) -> int:
    """How many things wait for this person: to decide on, or to collect. It stands beside the line of the sidebar."""
    to_decide = Q(state=ApprovalState.WAITING) & ~Q(asked_by_id=person_id)
    return Approval.objects.filter(to_decide | Q(state=ApprovalState.APPROVED, asked_by_id=person_id)).count()


def typed(approval: Approval) -> dict[str, list[str]]:
    """What was typed, as a form sent it."""
    content: dict[str, list[str]] = json.loads(approval.content)
    return content


def is_same_person(one: Any, other: Any) -> bool:
    """Whether two logins belong to one person, as far as they tell: the same login, or the same mail."""
    mails = {user.email.strip().casefold() for user in (one, other)}
    return one.pk == other.pk or (len(mails) == 1 and mails != {""})


def _refuse_same_person(approval: Approval, by: Person) -> None:
    users = get_user_model().objects.in_bulk([approval.asked_by_id, by.id])
    asked, decides = users[approval.asked_by_id], users[by.id]
    if is_same_person(asked, decides) or (by.desk and by.desk == approval.asked_desk):
        raise SamePerson


def _locked(approval_id: UUID, state: ApprovalState, at: datetime) -> Approval:
    approval = Approval.objects.select_for_update().filter(id=approval_id).first()
    if approval is None:
        raise NotFound
    if approval.state != state or approval.expires_at <= at:
        raise NotWaiting
    return approval


def _digest(wanted: Wanted, content: str) -> bytes:
    """The print of all that the second person agrees to."""
    facts = [wanted.duty, wanted.site, wanted.model, wanted.act, str(wanted.subject_id), content, wanted.reason, str(wanted.amount)]
    return hashlib.sha256(json.dumps([*facts, wanted.shown], ensure_ascii=False).encode()).digest()
