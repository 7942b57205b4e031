"""What operators have in hand when they look for an order: the supplier's number, the member's phone, the account that was charged."""

from contextlib import suppress
from dataclasses import replace
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.console.search import Look, by_email, by_id, by_phone, exact, prefix
from common.sealed import fingerprint
from common.sheets.cells import as_key
from common.sheets.refused import CellRefused
from supply.models import Brand, TopUp

_MEMBER = "redemption__member"
_ACCOUNT = f"{_MEMBER}__accounts"


def _order_at_supplier(text: str) -> Q:
    """A purchase order whose codes were ordered over the supplier's API, by either side's number of that."""
    topups = TopUp.objects.filter(Q(supplier_order_id=text) | Q(reference=text)).values_list("purpose_id", flat=True)
    return Q(lines__id__in=list(topups[:100]))


def _account(text: str) -> Q | None:
    """By the print of a bound account. Brand by brand, because so its index is."""
    prints = [look.condition(text) for look in (by_phone(f"{_ACCOUNT}__fingerprint"), by_email(f"{_ACCOUNT}__fingerprint"))]
    with suppress(CellRefused):
        prints.append(Q(**{f"{_ACCOUNT}__fingerprint": fingerprint(as_key(text, 64), purpose="account")}))
    known = [each for each in prints if each is not None]
    brands = Q(**{f"{_ACCOUNT}__brand__in": list(Brand.objects.values_list("slug", flat=True))})
    return brands & reduce(or_, known) if known else None


def _of_owner(look: Look) -> Look:
    return replace(look, by_owner=True)


ORDERS = (
    prefix("number", _("number"), upper=True),
    prefix("invoice", _("invoice number")),
    by_id(),
    _of_owner(prefix("lines__lots__number", _("lot"), upper=True)),
    Look(_("supplier's order"), _order_at_supplier, by_owner=True),
)
TOPUPS = (
    prefix("reference", _("reference")),
    prefix("supplier_order_id", _("supplier's order")),
    by_id(),
    by_id("purpose_id", _("redemption id")),
    _of_owner(by_id("redemption__grant_id", _("grant id"))),
    _of_owner(exact("redemption__grant__serial", _("serial"))),
    _of_owner(by_id(f"{_MEMBER}_id", _("member id"))),
    _of_owner(by_phone(f"{_MEMBER}__identities__fingerprint")),
    _of_owner(by_email(f"{_MEMBER}__identities__fingerprint")),
    Look(_("whole account"), _account, by_owner=True),
)
