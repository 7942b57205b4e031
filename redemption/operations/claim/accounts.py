"""Which account a top-up lands in."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from benefits.operations.grants.lock import Item
from common.refusals import Refused
from members.operations import normal_account
from members.queries import account_for


class AccountMissing(Refused):
    code = "account_missing"
    sentence = _("Please say which account it should go to. You only need to do that once.")


def account_of_item(item: Item, *, member_id: UUID, given: str | None) -> str:
    """
    The account named in the claim, else the one bound to the product's brand, in normal form.

    :raises AccountMissing: neither is there.
    :raises AccountInvalid: the named one is not of the product's kind.
    """
    if given:
        return normal_account(item.account_kind, given)
    bound = account_for(member_id, item.brand)
    if bound is None:
        raise AccountMissing
    return bound


def as_suppliers_write(account: str) -> str:
    """Suppliers know Chinese mobiles by their eleven digits."""
    return account.removeprefix("+86") if account.startswith("+861") else account
