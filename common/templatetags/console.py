"""What the consoles' own templates write: amounts, shares, labels of states."""

from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext

from common import clock
from common.console.duty_words import duty_in_words
from common.console.words import in_words as said_of_state
from common.money import PIECES, format_minor
from common.sheets.reason_titles import reason_title as title_of_reason

register = template.Library()


@register.filter
def money(amount: int | None, unit: str) -> str:
    """``{{ 250000|money:"CNY" }}`` is ``¥2,500.00``; pieces are counted."""
    if amount is None:
        return "—"
    if unit == PIECES:
        return ngettext("%(count)s piece", "%(count)s pieces", amount) % {"count": f"{amount:,}"}
    return format_minor(amount, unit)


@register.filter
def thousands(number: int | None) -> str:
    """``{{ 12345|thousands }}`` is ``12,345``."""
    return "—" if number is None else f"{number:,}"


@register.filter
def share(part: int, whole: int) -> str:
    """``part`` of ``whole`` in percent, for the width of a bar: never above 100, with a point in every language."""
    return f"{min(100.0, max(0.0, part * 100 / whole)):.2f}" if whole else "0"


register.filter("last_moment", clock.last_moment)


@register.filter
def named(row: Any) -> str:
    """The name of a row that may have an English one beside its own, in the reader's language."""
    reads_english = (get_language() or "").startswith("en")
    return (row.name_en or row.name) if reads_english else (row.name or row.name_en)


@register.filter
def reason_title(code: str) -> str:
    """The reason of a refused row in two or three words."""
    return title_of_reason(code)


@register.filter("duty_in_words")
def said_of_duty(name: str) -> str:
    """``{{ "ops.supply.lot.recall"|duty_in_words }}``: what is privileged, as its button says it."""
    return duty_in_words(name)


@register.filter
def in_words(state: str) -> str:
    """``{{ "released"|in_words }}``: a state as the feed's pages say it."""
    return said_of_state(state)


@register.simple_tag
def state_chip(value: str, label: str) -> SafeString:
    """The coloured label of a state."""
    # The consoles are built of unfold, which asks for all tag libraries while it is being loaded itself.
    from common.console.tones import state_chip as coloured  # noqa: PLC0415

    return coloured(value, label)


@register.simple_tag
def chip(text: str, tone: str = "") -> SafeString:
    """A coloured label."""
    from common.console.tones import chip as coloured  # noqa: PLC0415 - as above.

    return coloured(text, tone)
