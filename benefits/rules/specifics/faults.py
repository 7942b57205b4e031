"""What is wrong with what a kind's fields were given: by field, in words that name the remedy."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from benefits.rules.serials import LEAST_BITS, bits_of, is_shared_pattern
from benefits.rules.specifics.kinds import AMOUNT_OFF, PERCENT_OFF, specifics_of
from benefits.rules.specifics.shape import Specific

Faults = dict[str, Promise | str]


def faults_of_specifics(kind: str, given: Mapping[str, Any], *, has_product: bool = False) -> Faults:
    """
    By field; empty where the promise can be kept. ``given`` holds values: integers, texts, aware datetimes, or nothing.

    ``has_product``  a coupon whose codes come out of stock.
    """
    faults: Faults = {}
    for field in specifics_of(kind):
        fault = _fault_of(field, given.get(field.name))
        if fault:
            faults[field.name] = fault
    if kind == "coupon":
        faults = {**_of_discount(given), **_of_codes(given, has_product=has_product), **faults}
    if kind == "event":
        faults = {**_of_times(given), **faults}
    return faults


def kept_specifics(kind: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """What terms keep of it: only what this kind has and what was given, times in RFC 3339."""
    names = [name for field in specifics_of(kind) for name in ((field.name, f"{field.name}_en") if field.english else (field.name,))]
    kept = {name: given[name] for name in names if given.get(name) not in (None, "", False)}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in kept.items()}


def opened_specifics(kind: str, kept: Mapping[str, Any]) -> dict[str, Any]:
    """What terms keep, as values again: times are moments."""
    moments = {field.name for field in specifics_of(kind) if field.form == "moment"}
    return {name: datetime.fromisoformat(value) if name in moments else value for name, value in kept.items()}


def _fault_of(field: Specific, value: Any) -> Promise | str:
    if value in (None, "", False):
        return _("Every benefit of this kind needs it.") if field.is_required else ""
    if field.form == "number" and not 1 <= value <= field.most:
        return _("Type a number from 1 to %(most)s.") % {"most": f"{field.most:,}"}
    if field.form == "money" and value <= 0:
        return _("Type an amount above zero, or leave it empty.")
    if field.form == "link" and not _is_https(value):
        return _("Give a whole address that begins with https://. Others are not safe to open.")
    if field.form == "choice" and value not in dict(field.choices):
        return _("Choose one of those shown.")
    return ""


def _is_https(address: str) -> bool:
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return False
    return parts.scheme.lower() == "https" and bool(parts.hostname) and " " not in address.strip()


def _of_discount(given: Mapping[str, Any]) -> Faults:
    match given.get("discount"):
        case "amount":
            needed, useless = "amount_minor", ["percent_off", "most_off_minor"]
        case "percent":
            needed, useless = "percent_off", ["amount_minor"]
        case _:
            return {}
    words = {AMOUNT_OFF: _("Say how much is taken off."), PERCENT_OFF: _("Say how many percent are taken off.")}
    faults: Faults = {} if given.get(needed) else {needed: words[given["discount"]]}
    return {**faults, **{name: _("This is for the other sort of discount: leave it empty.") for name in useless if given.get(name)}}


def _of_codes(given: Mapping[str, Any], *, has_product: bool) -> Faults:
    pattern, is_shared = given.get("serial_pattern") or "", bool(given.get("is_shared"))
    if has_product:
        field = "serial_pattern" if pattern else "is_shared"
        return {field: _("The product's codes are given out: leave it empty, or choose no product.")} if pattern or is_shared else {}
    if not pattern:
        return {"serial_pattern": _("Type the code that everybody gets.")} if is_shared else {}
    if not pattern.isascii() or not pattern.isprintable():
        return {"serial_pattern": _("Use letters, digits and signs that a scanner reads: no Chinese, no accents.")}
    if is_shared_pattern(pattern):
        return (
            {}
            if is_shared
            else {"is_shared": _("Without # or ? everybody would get the same code. Tick this if it is meant, or add places.")}
        )
    if is_shared:
        return {"is_shared": _("This pattern makes a code for each copy. Take the tick away, or the # and ? out of the pattern.")}
    if bits_of(pattern) < LEAST_BITS:
        return {"serial_pattern": _("Too easy to guess: use at least ten # or seven ?.")}
    return {}


def _of_times(given: Mapping[str, Any]) -> Faults:
    starts_at, ends_at = given.get("starts_at"), given.get("ends_at")
    if isinstance(starts_at, datetime) and isinstance(ends_at, datetime) and ends_at <= starts_at:
        return {"ends_at": _("An event ends after it has begun: choose a later moment.")}
    return {}
