"""What can be an account to top up, by kind."""

from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext_lazy as _

from common.refusals import Refused
from common.sealed import fingerprint, mask_account
from common.sheets.cells import as_key
from common.sheets.refused import CellRefused
from members.rules.identity import Address, address_of

AccountKind = Literal["phone", "email", "text"]


class AccountInvalid(Refused):
    code = "account_invalid"
    status = 422
    sentence = _("That account can't be topped up. Check it and enter it again.")
    exact = _("The text is no account of the kind %(kind)s.")


@dataclass(frozen=True, slots=True)
class Account:
    """An account in its normal form. ``address`` is set where a one-time code can be sent to it."""

    kind: AccountKind
    value: str
    address: Address | None

    @property
    def masked(self) -> str:
        return mask_account(self.value)

    @property
    def fingerprint(self) -> bytes:
        # The same phone has the same print as an identity: that is how "it is your own" is seen.
        return self.address.fingerprint if self.address else fingerprint(self.value, purpose="account")


def account_of(kind: str, text: str) -> Account:
    """
    What somebody typed, as the account it means.

    :raises AccountInvalid: it is none of this kind.
    """
    try:
        if kind == "phone" or kind == "email":
            address = address_of("phone" if kind == "phone" else "email", text)
            return Account("phone" if kind == "phone" else "email", address.value, address)
        value = as_key(text, 64)
    except (CellRefused, Refused) as refused:
        raise AccountInvalid(kind=kind) from refused
    if len(value) < 2 or kind != "text":
        raise AccountInvalid(kind=kind)
    return Account("text", value, None)


def normal_account(kind: str, text: str) -> str:
    """
    The normal form of an account named in a claim: a phone in E.164, a mail with its domain in lower case, or the text.

    :raises AccountInvalid: it is none of this kind.
    """
    return account_of(kind, text).value
