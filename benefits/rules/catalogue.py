"""What is wrong with a benefit as it is described, for its form and for its spreadsheet alike, and when it is listed. Pure."""

from datetime import datetime
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Faults = dict[str, Promise]

# Kinds that are one product of the same kind.
ONE_PRODUCT = ("code", "topup")
PRODUCT_MISSING = _("A card code or a top-up is one product: choose it.")


def listing_at(at: datetime, *, listed_from: datetime | None, listed_until: datetime | None) -> Literal["later", "now", "over"]:
    """Where a moment lies beside the window of a listing: from its beginning, until its end without the end itself. None is no bound."""
    if listed_from and at < listed_from:
        return "later"
    return "over" if listed_until and at >= listed_until else "now"


def faults_of_benefit(*, kind: str, product_kind: str | None, listed_from: datetime | None, listed_until: datetime | None) -> Faults:
    """
    By field, in words; empty where the benefit makes sense.

    ``product_kind`` is ``None`` for a benefit without a product.
    """
    faults: Faults = {}
    if kind in ONE_PRODUCT and product_kind is None:
        faults["product"] = PRODUCT_MISSING
    elif kind in ONE_PRODUCT and product_kind != kind:
        faults["product"] = _("This product is of another kind than the benefit.")
    elif kind == "bundle" and product_kind is not None:
        faults["product"] = _("A bundle has parts and no product of its own.")
    elif kind == "coupon" and product_kind not in (None, "code"):
        faults["product"] = _("A coupon's product is a card code: its codes are given out. Choose none to have codes made by a pattern.")
    if listed_from and listed_until and listed_until <= listed_from:
        faults["listed_until"] = _("The listing can't end before it starts.")
    return faults
