"""Reading the one-time code that a test was sent."""

import re

from members.models import SentMessage


def last_code() -> str:
    """The six digits of the newest message that was really meant for somebody."""
    message = SentMessage.objects.filter(is_decoy=False).latest("created_at", "id")
    found = re.search(r"\b\d{6}\b", message.text)
    assert found
    return found[0]


def wrong(code: str) -> str:
    """Another six digits."""
    return f"{(int(code) + 1) % 1_000_000:06d}"
