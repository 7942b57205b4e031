"""The SMS that went to a number: ten a day, one-time codes and all else together, however many workers send at once."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from common.scope import PLATFORM, within
from members.models.login import LoginCode, Texted
from members.operations.pacing import hold
from members.rules.identity import Address, phone_of
from members.rules.pace import NEWS_AFTER_ANY, NEWS_PER_NUMBER, SMS_PER_NUMBER, wait_seconds

_A_DAY = timedelta(days=1)


def codes_of(address: Address) -> "QuerySet[LoginCode]":
    """The one-time codes that were made for a phone or mail."""
    return LoginCode.objects.filter(channel=address.channel, fingerprint=address.fingerprint)


def times_of_sms(address: Address, *, at: datetime) -> list[datetime]:
    """When the SMS of the last day went to a number, newest first. The caller holds the number's lock."""
    codes = codes_of(address).filter(created_at__gt=at - _A_DAY).values_list("created_at", flat=True)
    return sorted([*codes, *_news(address, at)], reverse=True)


@within(PLATFORM)
@transaction.atomic
def wait_for_number(number: str, *, at: datetime) -> int:
    """
    Seconds until one more SMS that is no one-time code may go to a number; 0 is now, and takes it.

    Locks    the number.
    """
    address = phone_of(number)
    hold(address.channel, address.fingerprint)
    times = times_of_sms(address, at=at)
    news = sorted(_news(address, at), reverse=True)
    wait = max(wait_seconds(times, SMS_PER_NUMBER + NEWS_AFTER_ANY, at), wait_seconds(news, NEWS_PER_NUMBER, at))
    if not wait:
        Texted.objects.create(fingerprint=address.fingerprint, at=at)
    return wait


def _news(address: Address, at: datetime) -> list[datetime]:
    texted = Texted.objects.filter(fingerprint=address.fingerprint, at__gt=at - _A_DAY)
    return list(texted.values_list("at", flat=True))
