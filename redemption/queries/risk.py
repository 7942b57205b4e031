"""What risk has decided lately, as figures."""

from datetime import datetime, timedelta

from redemption.models import RiskDecision
from redemption.models.risk_rule import Endpoint

# So many questions for what is not there, within ten minutes, are no mistyped address.
GUESSING = 20


def guessers_today(at: datetime) -> int:
    """How many members, devices and addresses were above the guess budget within the last day."""
    lately = RiskDecision.objects.filter(endpoint=Endpoint.GUESS, at__gte=at - timedelta(days=1), level__gt=GUESSING)
    return lately.order_by().values("member_id", "device", "address").distinct().count()
