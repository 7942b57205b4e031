"""Why a top-up went to its supplier, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.money import format_minor
from supply.states import SourceReason


def source_in_words(reason: str, facts: Mapping[str, Any]) -> str:
    """The sentence for a choice as it was kept with the top-up; empty where none was kept."""
    if not reason:
        return ""
    told = {
        "supplier": facts.get("supplier", ""),
        "priority": facts.get("priority", ""),
        "cost": format_minor(int(facts.get("cost_minor", 0)), str(facts.get("currency", "CNY"))),
        "order": facts.get("order", ""),
    }
    return _sentence(SourceReason(reason)) % told + _of_how_many(reason, int(facts.get("usable", 0)))


def _sentence(reason: SourceReason) -> str:
    match reason:
        case SourceReason.ONLY_ONE:
            return _("%(supplier)s had the only offer that could be used, at %(cost)s.")
        case SourceReason.PRIORITY:
            return _("%(supplier)s comes first by priority (%(priority)s), at %(cost)s.")
        case SourceReason.CHEAPEST:
            return _("%(supplier)s was the cheapest of priority %(priority)s, at %(cost)s.")
        case SourceReason.OLDEST:
            return _("%(supplier)s was as cheap as others of priority %(priority)s, at %(cost)s; its offer is the oldest.")
        case SourceReason.ORDER:
            return _("The purchase order %(order)s is to %(supplier)s, whose offer is at %(cost)s.")


def _of_how_many(reason: str, usable: int) -> str:
    if reason == SourceReason.ONLY_ONE or usable < 2:  # One offer is not a choice.
        return ""
    return " " + ngettext("%(count)d offer could be used.", "%(count)d offers could be used.", usable) % {"count": usable}
