"""A challenge that was met: the rules that ask for one leave this member in peace for a while."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from common.pace.models import Allowance
from common.scope import PLATFORM, within
from members.operations import prove_person
from redemption.models import RiskRule
from redemption.models.risk_rule import RiskAnswer


@within(PLATFORM)
def pass_challenge(*, member_id: UUID, code: str, ip: str | None, at: datetime) -> None:
    """
    Take the one-time code of a challenge. For as long as a rule counts, it asks this member for no other; blocks stay.

    Locks    the network address, then the code.

    :raises WrongCode: one outward answer for every code that is not good.
    """
    prove_person(member_id=member_id, code=code, ip=ip, at=at)
    with transaction.atomic():
        for rule_id, seconds in RiskRule.objects.filter(answer=RiskAnswer.CHALLENGE).order_by("id").values_list("id", "within_seconds"):
            until = at + timedelta(seconds=seconds)
            Allowance.objects.update_or_create(name=f"risk.passed:{rule_id}:{member_id}", defaults={"whole_at": until})
