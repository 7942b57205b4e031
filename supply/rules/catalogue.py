"""What is wrong with a product or an offer as it is described: for its form and for its spreadsheet alike. Pure."""

import re
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Faults = dict[str, Promise]

TOPUP = "topup"


def faults_of_product(*, kind: str, account_kind: str, code_pattern: str) -> Faults:
    """By field, in words; empty where the product can be bought and checked."""
    faults: Faults = {}
    if kind == TOPUP and not account_kind:
        faults["account_kind"] = _("A top-up needs an account to land on.")
    try:
        re.compile(code_pattern)
    except re.error:
        faults["code_pattern"] = _("This is not a regular expression.")
    return faults


def faults_of_offer(*, cost_minor: int | None, max_cost_minor: int | None, starts_on: date | None, ends_on: date | None) -> Faults:
    """By field, in words; empty where something could be bought under the offer."""
    faults: Faults = {}
    if cost_minor is not None and max_cost_minor is not None and max_cost_minor < cost_minor:
        faults["max_cost_minor"] = _("Nothing could be bought: the highest cost accepted is below the cost.")
    if starts_on and ends_on and ends_on < starts_on:
        faults["ends_on"] = _("The offer can't end before it starts.")
    return faults
