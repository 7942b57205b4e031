"""Which day it is for suppliers, contracts and expiry dates: the platform's own."""

from datetime import date, datetime

from common import clock

HOME_ZONE = "Asia/Shanghai"


def home_day(at: datetime) -> date:
    """The platform's calendar day at a moment."""
    return clock.day_of(at, HOME_ZONE)
