"""The rules by hand: made, changed, put out of force and in again. The feed keeps what stood there before."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.actors import Actor
from common.feed import sign
from common.ids import new_id
from common.refusals import NotFound, Refused
from redemption.models import RiskRule
from redemption.models.risk_rule import SHARED, CountedBy, Endpoint, RiskAnswer


class RuleInvalid(Refused):
    code = "rule_invalid"
    status = 422
    sentence = exact = _("These don't go together: %(why)s")


@dataclass(frozen=True, slots=True)
class Limits:
    """What may be changed of a rule. ``block_minutes`` belongs to the answer ``block`` alone."""

    most: int
    within_seconds: int
    answer: str
    block_minutes: int | None = None
    is_active: bool = True


@transaction.atomic
def make_rule(*, code: str, endpoint: str, counted_by: str, limits: Limits, by: Actor, reason: str, at: datetime) -> RiskRule:
    """
    A new rule, in force from this commit on unless it says otherwise.

    :raises RuleInvalid: the answer does not suit what is counted, or the code is taken.
    """
    sign(by, reason)
    rule = RiskRule(id=new_id(), code=code, endpoint=endpoint, counted_by=counted_by, **asdict(limits))
    _refuse_unless_sound(rule)
    rule.save(force_insert=True)
    return rule


@transaction.atomic
def change_rule(*, rule_id: UUID, limits: Limits, by: Actor, reason: str, at: datetime) -> RiskRule:
    """
    Change what a rule allows and answers, from this commit on. What was counted so far is measured anew.

    Locks    the rule.

    :raises NotFound: no such rule.
    :raises RuleInvalid: the answer does not suit what is counted.
    """
    rule = RiskRule.objects.select_for_update().filter(id=rule_id).first()
    if rule is None:
        raise NotFound
    sign(by, reason)
    for name, value in asdict(limits).items():
        setattr(rule, name, value)
    _refuse_unless_sound(rule)
    rule.save()
    return rule


def _refuse_unless_sound(rule: RiskRule) -> None:
    """The constraints of the table, asked before they are met, and in words."""
    objections = [str(objection) for objection in _objections(rule)]
    if objections:
        raise RuleInvalid(why=" ".join(objections))
    try:
        rule.full_clean()
    except ValidationError as error:
        raise RuleInvalid(why=" ".join(error.messages)) from error


def _objections(rule: RiskRule) -> Iterator[Promise]:
    if (rule.answer == RiskAnswer.BLOCK) != bool(rule.block_minutes):
        yield _("A block ends by itself: give its minutes with the answer “Block”, and with no other.")
    if rule.endpoint == Endpoint.LOGIN and rule.counted_by not in (CountedBy.ADDRESS, CountedBy.DEVICE):
        yield _("A sign-in is counted by address or by device: nobody is signed in yet.")
    if rule.endpoint == Endpoint.LOGIN and rule.answer == RiskAnswer.CHALLENGE:
        yield _("A sign-in can't be answered by a one-time code: there is no number yet to send it to.")
    if rule.endpoint == Endpoint.GUESS and rule.counted_by == CountedBy.ADDRESS and rule.answer == RiskAnswer.CHALLENGE:
        yield _("A stranger at an address has no number to send a one-time code to.")
    if rule.counted_by in SHARED and rule.endpoint != Endpoint.CLAIM:
        yield _("By batch, enterprise or benefit only claims are counted.")
    if rule.counted_by in SHARED and rule.answer != RiskAnswer.SLOW:
        yield _("This is counted over everybody: nobody is asked for a code or blocked for what others do.")
