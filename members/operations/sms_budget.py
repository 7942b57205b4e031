"""What SMS may cost: so many a month for an enterprise. Counted where a message leaves."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from common.ids import new_id
from common.refusals import Refused
from members.models.member import Member
from members.models.message import SmsMonth

OVER_BUDGET = "the enterprise's SMS of this month are used up"

# Exact however many workers send at once; the row is held for one statement, while no other lock is.
_TAKE = """
INSERT INTO members_smsmonth AS kept (id, enterprise_id, month, sent, refused) SELECT %(id)s, %(enterprise)s, %(month)s, 1, 0 WHERE %(most)s > 0
ON CONFLICT (enterprise_id, month) DO UPDATE SET sent = kept.sent + 1 WHERE kept.sent < %(most)s RETURNING sent
"""


class SmsBudgetSpent(Refused):
    code = "sms_budget_spent"
    status = 429
    sentence = _("No more text messages can be sent this month. Please use your email, or ask your company's contact.")
    exact = _("The enterprise's SMS of this month are used up. Raise the limit on its page, or wait for the next month.")


def take_sms(member_id: UUID, *, at: datetime) -> bool:
    """Take one SMS from the month of the member's enterprise. False, and counted as not sent, where none is left."""
    enterprise_id, most = _of(member_id)
    month = _month(at)
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, {"id": new_id(), "enterprise": enterprise_id, "month": month, "most": most})
        if cursor.fetchone() is not None:
            return True
    counted = SmsMonth.objects.filter(enterprise_id=enterprise_id, month=month)
    if not counted.update(refused=F("refused") + 1):
        SmsMonth.objects.get_or_create(enterprise_id=enterprise_id, month=month, defaults={"refused": 1})
    return False


def refuse_if_spent(member_id: UUID, *, at: datetime) -> None:
    """
    Say so at once to somebody who is signed in and waits for a text message. It takes nothing.

    :raises SmsBudgetSpent: none is left this month.
    """
    enterprise_id, most = _of(member_id)
    sent = SmsMonth.objects.filter(enterprise_id=enterprise_id, month=_month(at)).values_list("sent", flat=True).first() or 0
    if sent >= most:
        raise SmsBudgetSpent


def _of(member_id: UUID) -> tuple[UUID, int]:
    enterprise_id, own = Member.objects.values_list("enterprise_id", "enterprise__sms_monthly_limit").get(id=member_id)
    return enterprise_id, settings.SMS_A_MONTH if own is None else own


def _month(at: datetime) -> date:
    return at.astimezone(ZoneInfo(settings.TIME_ZONE)).date().replace(day=1)
