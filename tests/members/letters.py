"""A letter to be sent, whatever it says."""

from datetime import datetime
from typing import Any

from members.operations import Letter, send_messages
from tests.factories import NOW


def send(*, at: datetime = NOW, **facts: Any) -> None:
    """One that nobody waits for."""
    letter = {"key": "1", "channel": "sms", "to": "+8613812345678", "subject": "Hello", "text": "你好"} | facts
    send_messages([Letter(**letter)], at=at)
