"""What a benefit of a kind promises, in words and figures for whoever reads it: the portal, the APIs, the consoles."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from benefits.models import Terms
from benefits.queries.words import Words
from benefits.rules.specifics import Specific, opened_specifics, specifics_of
from benefits.rules.specifics.kinds import AMOUNT_OFF
from common.money import format_minor


@dataclass(frozen=True, slots=True)
class Said:
    """One line. ``moment`` or ``link`` is there where the line is one; ``text`` always says it."""

    name: str
    label: str
    text: str
    moment: datetime | None = None
    link: str = ""


def said_of(kind: str, specifics: Mapping[str, Any], currency: str) -> list[Said]:
    """The lines that people read, in the order of the kind's fields. What is for the platform alone is left out."""
    opened = opened_specifics(kind, specifics)
    if kind == "coupon":
        return _of_coupon(opened, currency)
    shown = [field for field in specifics_of(kind) if field.is_shown and field.name in opened]
    if kind == "quota":
        return [Said("amount", _("You get"), f"{opened.get('amount', 0):,} {_words(opened, 'unit')}")] if shown else []
    return [_said(field, opened) for field in shown]


def event_begins_at(benefit_id: UUID) -> datetime | None:
    """When an event begins as it is now planned, wherever it was moved to; ``None`` where its terms do not say."""
    latest = Terms.objects.filter(benefit_id=benefit_id).order_by("-version").values_list("specifics", flat=True).first()
    return opened_specifics("event", latest or {}).get("starts_at")


def facts_of(kind: str, specifics: Mapping[str, Any]) -> dict[str, Any]:
    """The same for programs: by field, texts in the reader's language, times in RFC 3339."""
    shown = [field for field in specifics_of(kind) if field.is_shown and field.name in specifics]
    return {field.name: _words(specifics, field.name) if field.english else specifics[field.name] for field in shown}


def _said(field: Specific, opened: Mapping[str, Any]) -> Said:
    value, label = opened[field.name], capfirst(str(field.label))
    match field.form:
        case "moment":
            return Said(field.name, label, value.isoformat(), moment=value)
        case "link":
            return Said(field.name, label, value, link=value)
        case "number":
            return Said(field.name, label, f"{value:,}")
    return Said(field.name, label, _words(opened, field.name))


def _words(specifics: Mapping[str, Any], name: str) -> str:
    return str(Words(str(specifics.get(name, "")), str(specifics.get(f"{name}_en", ""))))


def _of_coupon(opened: Mapping[str, Any], currency: str) -> list[Said]:
    if "discount" not in opened:
        return []
    if opened["discount"] == AMOUNT_OFF:
        text = _("%(amount)s off") % {"amount": format_minor(opened["amount_minor"], currency)}
    else:
        text = _("%(percent)s%% off") % {"percent": opened["percent_off"]}
    if most := opened.get("most_off_minor"):
        text = _("%(discount)s, at most %(most)s") % {"discount": text, "most": format_minor(most, currency)}
    return [Said("discount", _("Discount"), text)]
