"""The reasons of refused rows in two or three words, for filters and summaries."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_TITLES: dict[str, Promise] = {
    "member_not_found": _("Unknown person"),
    "member_ambiguous": _("More than one person"),
    "member_left": _("Has left"),
    "joined_after_freeze": _("Added after the freeze"),
    "phone_invalid": _("Not a phone number"),
    "email_invalid": _("Not an email address"),
    "unknown_benefit": _("Unknown benefit"),
    "benefit_not_available": _("Benefit not available"),
    "quantity_not_a_number": _("Quantity not a number"),
    "quantity_not_whole": _("Quantity not whole"),
    "quantity_not_positive": _("Quantity not above zero"),
    "quantity_too_large": _("Quantity too large"),
    "date_impossible": _("Not a date"),
    "date_ambiguous": _("Ambiguous date"),
    "until_before_from": _("Ends before it begins"),
    "until_in_the_past": _("Ends in the past"),
    "duplicate_row": _("Repeated row"),
    "duplicate_of_earlier_import": _("Granted before"),
    "over_limit": _("Over the limit"),
    "budget_exceeded": _("Over the budget"),
    "formula_refused": _("Formula"),
    "text_too_long": _("Text too long"),
    "merged_cells": _("Merged cells"),
    "digits_lost": _("Digits lost"),
    "invisible_characters": _("Invisible characters"),
    "not_text": _("Date in place of text"),
    "malformed": _("Malformed code"),
    "expired": _("Expired code"),
    "duplicate_in_file": _("Repeated code"),
    "duplicate_on_platform": _("Known code"),
}


def reason_title(code: str) -> str:
    """The title of a reason in the language that is active now; an unknown code shows as itself."""
    return str(_TITLES.get(code, code))
