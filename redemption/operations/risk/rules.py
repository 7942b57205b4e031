"""The rules by hand: made, changed, put out of force and in again. The feed keeps what stood there before."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from common.actors import Actor
from common.feed import sign
from common.ids import new_id
from common.refusals import NotFound, Refused
from redemption.models import RiskRule


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
    """The constraints of the table, asked before they are met."""
    try:
        rule.full_clean()
    except ValidationError as error:
        raise RuleInvalid(why=" ".join(error.messages)) from error
