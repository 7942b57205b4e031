"""What was sent by SMS, month by month."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from members.models.message import SmsMonth


def enterprises_over_sms_budget(at: datetime) -> int:
    """How many enterprises' members were not sent an SMS this month for want of budget."""
    month = at.astimezone(ZoneInfo(settings.TIME_ZONE)).date().replace(day=1)
    return SmsMonth.objects.filter(month=month, refused__gt=0).count()
