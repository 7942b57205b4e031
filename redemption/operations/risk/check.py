"""
Asking risk before an attempt: one statement over the lists and the rules, written down only where the answer is no.

It commits by itself, before the act that it guards: no count is rolled back with a refused act, and no claim holds the count
of a whole company while it runs.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from common.actors import system
from common.feed import note, sign
from common.ids import new_id
from common.refusals import Refused
from common.scope import PLATFORM, within
from common.sql import prepared_cursor
from redemption.models import RiskEntry, RiskRule
from redemption.rules.risk import ANSWERS


@dataclass(frozen=True, slots=True)
class Attempt:
    """
    Who tries, and from where.

    ``device`` is the mark of ``common.visitor.device_mark_of``; ``contact_print`` that of the phone or mail of somebody who
    is not signed in; ``grant_id`` the grant that is claimed.
    """

    member_id: UUID | None = None
    address: str | None = None
    device: str = ""
    contact_print: bytes | None = None
    grant_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class _Verdict:
    answer: str
    rule_id: UUID | None
    entry_id: UUID | None
    counted_by: str
    level: int
    most: int
    within_seconds: int
    wait_seconds: int


_CHECK = "SELECT * FROM redemption_risk_check(%s, %s::uuid, %s::inet, %s, %s::bytea, %s::uuid, %s::timestamptz, %s)"
_WRITE = """
INSERT INTO redemption_riskdecision AS kept (id, name, minute, endpoint, answer, rule_id, entry_id, counted_by, level, most,
    within_seconds, member_id, address, device, at, times)
VALUES (%(id)s, %(name)s, %(minute)s, %(endpoint)s, %(answer)s, %(rule_id)s, %(entry_id)s, %(counted_by)s, %(level)s, %(most)s,
    %(within_seconds)s, %(member_id)s, %(address)s, %(device)s, %(at)s, 1)
ON CONFLICT (name, minute) DO UPDATE SET times = kept.times + 1, level = GREATEST(kept.level, EXCLUDED.level), at = EXCLUDED.at
"""


@within(PLATFORM)
def check_attempt(endpoint: str, attempt: Attempt, *, at: datetime) -> None:
    """
    Count one attempt, and refuse it where a list or a rule says so. One statement where nothing is refused.

    ``endpoint``  ``login``, ``claim`` or ``reveal``.

    :raises TooFast: above a rule; ``retry_after`` in seconds.
    :raises ChallengeNeeded: a one-time code lifts it, see ``pass_challenge``.
    :raises Blocked: on the block list, or put there now for the rule's time.
    """
    verdict = _ask(endpoint, attempt, at)
    if verdict is not None:
        raise _refused(endpoint, verdict, attempt, at)


def count_miss(attempt: Attempt, *, at: datetime) -> None:
    """
    Count a question for what is not there, or is not theirs: the guess budget. Refuses like ``check_attempt``.

    Whoever is within the budget hears nothing of it: the answer stays that of a missing thing.
    """
    check_attempt("guess", attempt, at=at)


def _ask(endpoint: str, attempt: Attempt, at: datetime) -> _Verdict | None:
    given = [
        endpoint,
        attempt.member_id,
        attempt.address,
        attempt.device,
        attempt.contact_print,
        attempt.grant_id,
        at,
        settings.RISK_LIMITS_TIMES,
    ]
    with prepared_cursor() as cursor:
        cursor.execute(_CHECK, given)
        row = cursor.fetchone()
    return _Verdict(*row) if row else None


@transaction.atomic
def _refused(endpoint: str, verdict: _Verdict, attempt: Attempt, at: datetime) -> Refused:
    key = _key(verdict, attempt)
    rule = RiskRule.objects.filter(id=verdict.rule_id).values_list("code", flat=True).first() if verdict.rule_id else None
    facts = {
        "rule": rule or "the block list",
        "level": verdict.level,
        "most": verdict.most,
        "within_seconds": verdict.within_seconds,
        **({"retry_after": verdict.wait_seconds} if verdict.wait_seconds and verdict.answer != "challenge" else {}),
    }
    _write_down(endpoint, verdict, attempt, at)
    if verdict.answer == "block" and verdict.entry_id is None:
        _block(verdict, attempt, rule or "", at)
    return ANSWERS[verdict.answer](key=key, **facts)


def _write_down(endpoint: str, verdict: _Verdict, attempt: Attempt, at: datetime) -> None:
    facts: dict[str, Any] = {
        "id": new_id(),
        "name": f"{verdict.rule_id or verdict.entry_id}:{endpoint}:{_key(verdict, attempt)}",
        "minute": at.replace(second=0, microsecond=0),
        "endpoint": endpoint,
        "answer": verdict.answer,
        "rule_id": verdict.rule_id,
        "entry_id": verdict.entry_id,
        "counted_by": verdict.counted_by,
        "level": verdict.level,
        "most": verdict.most,
        "within_seconds": verdict.within_seconds,
        "member_id": attempt.member_id,
        "address": attempt.address,
        "device": attempt.device,
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, facts)


def _block(verdict: _Verdict, attempt: Attempt, rule: str, at: datetime) -> None:
    """Written in the same transaction as the decision: the next attempt, whatever it is, finds the entry."""
    sign(system("risk"), f"rule {rule}")
    kind = verdict.counted_by
    entry = RiskEntry(
        id=new_id(),
        verdict="block",
        kind=kind,
        member_id=attempt.member_id if kind == "member" else None,
        device=attempt.device if kind == "device" else "",
        network=str(attempt.address) if kind == "address" else "",
        shown=_key(verdict, attempt),
        reason=f"{rule}: {verdict.level} > {verdict.most} / {verdict.within_seconds} s",
        rule_id=verdict.rule_id,
        actor=str(system("risk")),
        created_at=at,
        expires_at=at + timedelta(seconds=verdict.wait_seconds),
    )
    entry.save(force_insert=True)
    note("listing.blocked", subject=("listing", entry.id), data={"rule": rule, "kind": kind, "member": str(attempt.member_id or "")})


def _key(verdict: _Verdict, attempt: Attempt) -> str:
    keys = {"member": attempt.member_id, "address": attempt.address, "device": attempt.device, "batch": attempt.grant_id}
    return str(keys.get(verdict.counted_by) or attempt.member_id or attempt.address or attempt.device)
