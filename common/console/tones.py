"""The colour of each state, the same on every list: green is well, blue is under way, orange waits, red is lost or stopped."""

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString

_TONES = {
    "green": "active available released succeeded fulfilled listed open done used received accepted granted good published",
    "blue": "checking ready committing applying issuing running claimable claimed processing submitting receiving ordered issued preparing",
    "orange": "unknown quarantined draft scheduled queued created pending conflict reserved",
    "red": "failed recalled revoked suspended void refused reversed",
}
TONES = {word: tone for tone, words in _TONES.items() for word in words.split()}


def chip(text: str | Promise, tone: str = "") -> SafeString:
    """A small coloured label; without a tone it is grey."""
    return format_html('<span class="q-chip q-chip-{}">{}</span>', tone or "grey", text)


def state_chip(value: str, text: str | Promise) -> SafeString:
    """The label of a state, coloured by its word."""
    return chip(text, TONES.get(value, ""))
