"""Why a row is refused: the stable codes that people and programs see, each with a sentence that names the remedy."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.sheets.file_reasons import FILE_REASONS

REASONS: dict[str, Promise] = {
    # Who
    "member_not_found": _("Nobody here has %(given)s. Check it, or allow new people to be created: they need a name."),
    "member_ambiguous": _("%(given)s fits more than one person. Give the staff number."),
    "member_left": _("%(given)s has left. Remove the row, or set the person active in the roster first."),
    "joined_after_freeze": _(
        "%(given)s was added after the roster was frozen (%(since)s). Remove the row, or have the platform lift the freeze."
    ),
    "phone_invalid": _("“%(given)s” is not a mobile number. Write all its digits, as in 13800001111; format the cell as text."),
    "email_invalid": _("“%(given)s” is not an email address. Write one address, as in name@example.com."),
    # What
    "unknown_benefit": _("There is no benefit with the code “%(given)s”. Copy the code from the list of benefits."),
    "benefit_not_available": _("The benefit “%(given)s” can't be granted now. Choose another, or ask the platform."),
    "quantity_not_a_number": _("“%(given)s” is not a number. Write a whole number, as in 1."),
    "quantity_not_whole": _("“%(given)s” is not a whole number. Write a whole number, as in 1."),
    "quantity_not_positive": _("The quantity “%(given)s” is not above zero. Write 1 or more, or remove the row."),
    "quantity_too_large": _("The quantity “%(given)s” is above %(limit)s, the most for one row. Lower it."),
    # When
    "date_impossible": _("“%(given)s” is not a date. Write year, month and day, as in 2026-11-05."),
    "date_ambiguous": _("“%(given)s” can be read as more than one date. Write the year first, as in 2026-11-05."),
    "until_before_from": _("The last day, %(given)s, is before the first. Correct one of the two."),
    "until_in_the_past": _("The last day, %(given)s, has passed. Write a later one."),
    # Again
    "duplicate_row": _("This row is the same as row %(row)s. Remove one, or tick that repeats are meant."),
    "duplicate_of_earlier_import": _("The same was granted by an earlier import, %(given)s. Remove the row, or tick that it is meant."),
    "over_limit": _("This is more than %(limit)s, the most that one person may have of this benefit. Lower the quantity."),
    "budget_exceeded": _("The budget does not reach for this row: %(given)s is missing. Raise the budget, or remove rows."),
    # How it is written
    "formula_refused": _("The cell holds a formula or an error: “%(given)s”. Paste it as a value."),
    "text_too_long": _("The text has %(length)s characters; at most %(limit)s are possible. Shorten it."),
    "merged_cells": _("The cells %(given)s are merged. Split them and write the value into every row."),
    "digits_lost": _("The spreadsheet has dropped digits of “%(given)s”. Format the column as text and write the number again."),
    "invisible_characters": _("“%(given)s” has a line break or a character that can't be seen. Delete the cell and type it again."),
    "not_text": _("“%(given)s” is a date or a time where text belongs. Format the cell as text and write it again."),
    # Codes
    "malformed": _("The code does not have the form of this product's codes. Compare it with the supplier's file."),
    "expired": _("The code expired on %(given)s. Ask the supplier to replace it."),
    "duplicate_in_file": _("The same code is on line %(row)s. Ask the supplier which is right."),
    "duplicate_on_platform": _("This code is already on the platform. Ask the supplier to replace it."),
}


# The same reasons, where the facts say more closely what it is ``because`` of.
CLOSER: dict[tuple[str, str], Promise] = {
    ("member_not_found", "nobody_named"): _("Nobody is named in this row. Write a staff number, a phone or an email."),
    ("member_ambiguous", "two_people"): _("What names the person here belongs to two people. Correct it, or leave all but one of it out."),
    ("date_impossible", "range"): _("“%(given)s” is out of range. Write a day from %(first)s to %(last)s."),
    ("date_impossible", "too_late"): _("“%(given)s” is too late. Write a day until %(last)s."),
    ("duplicate_row", "reference"): _("This reference is the same as that of row %(row)s. Use another reference."),
    ("formula_refused", "sent"): _("“%(given)s” begins like a formula. Send it without what it begins with."),
    ("invisible_characters", "sent"): _("“%(given)s” has a line break or a character that can't be seen. Send it without."),
    ("digits_lost", "format"): _(
        "The cell's format shows something else than its number, %(given)s. Format the cell as text and write it again."
    ),
    ("benefit_not_available", "delisted"): _("The benefit “%(given)s” has been delisted. Choose another, or ask the platform."),
    ("benefit_not_available", "not_yet"): _("The benefit “%(given)s” is listed from %(from)s. Grant it then, or ask the platform."),
    ("benefit_not_available", "over"): _("The benefit “%(given)s” was listed until %(until)s. Choose another, or ask the platform."),
    ("benefit_not_available", "currency"): _("The benefit “%(given)s” is priced in %(currency)s. Choose a budget in that currency."),
}


class _Facts(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


def sentence(code: str, facts: Mapping[str, Any] | None = None) -> str:
    """
    The sentence of a row's or a file's reason, in the language that is active now.

    A fact that was not given shows as "…"; a code that is unknown (written by a later version) shows as itself.
    """
    facts = facts or {}
    text = CLOSER.get((code, facts.get("because", ""))) or REASONS.get(code) or FILE_REASONS.get(code)
    return str(text) % _Facts(facts) if text else code
