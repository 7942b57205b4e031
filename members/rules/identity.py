"""The one normal form of a phone, a mail and a network address, and the fingerprints to look them up by."""

import ipaddress
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext_lazy as _

from common.refusals import Refused
from common.sealed import fingerprint, mask_email, mask_phone
from common.sheets.cells import as_email, as_name, as_phone
from common.sheets.refused import CellRefused

Channel = Literal["phone", "email"]


class PhoneInvalid(Refused):
    code = "phone_invalid"
    status = 422
    sentence = _("That isn't a mobile number. Enter all its digits, as in 13800001111.")


class EmailInvalid(Refused):
    code = "email_invalid"
    status = 422
    sentence = _("That isn't an email address. Enter one like name@example.com.")


class NameInvalid(Refused):
    code = "name_invalid"
    status = 422
    sentence = _("That name can't be used. Write it with 1 to 64 characters.")


class NameMissing(NameInvalid):
    """Somebody who isn't known yet was given no name at all."""


@dataclass(frozen=True, slots=True)
class Address:
    """A phone in E.164, or a mail with its domain in lower case, and the fingerprint that finds it."""

    channel: Channel
    value: str
    fingerprint: bytes

    @property
    def masked(self) -> str:
        return mask_phone(self.value) if self.channel == "phone" else mask_email(self.value)


def address_of(channel: Channel, text: str) -> Address:
    """
    What somebody typed, as the address it means: ``138 0000 1111`` and ``+8613800001111`` are one.

    :raises PhoneInvalid: no mobile number, or more than one reading of it.
    :raises EmailInvalid: no single plain address.
    """
    return phone_of(text) if channel == "phone" else email_of(text)


def phone_of(text: str) -> Address:
    """
    A mobile number; one without a country is Chinese.

    :raises PhoneInvalid: no mobile number, or more than one reading of it.
    """
    try:
        value = as_phone(text)
    except CellRefused as refused:
        raise PhoneInvalid from refused
    if not value:
        raise PhoneInvalid
    return Address("phone", value, phone_print(value))


def email_of(text: str) -> Address:
    """
    One mail address. Case of the part before the ``@`` is kept for sending and ignored in looking up.

    :raises EmailInvalid: no single plain address.
    """
    try:
        value = as_email(text)
    except CellRefused as refused:
        raise EmailInvalid from refused
    if not value:
        raise EmailInvalid
    return Address("email", value, email_print(value))


def name_of(text: str) -> str:
    """
    A person's name in NFC, without characters that take no room.

    :raises NameInvalid: empty, too long, or with line breaks or formulas.
    """
    try:
        value = as_name(text)
    except CellRefused as refused:
        raise NameInvalid from refused
    if not value:
        raise NameInvalid
    return value


def phone_print(e164: str) -> bytes:
    """The fingerprint of a phone in E.164."""
    return fingerprint(e164, purpose="phone")


def email_print(email: str) -> bytes:
    """The fingerprint of a normalised mail, whatever its case."""
    return fingerprint(email.lower(), purpose="email")


def name_print(name: str) -> bytes:
    """The fingerprint of a normalised name."""
    return fingerprint(name, purpose="name")


def network_of(ip: str | None) -> str | None:
    """What counts as one caller: an IPv4 address, or the /64 that one IPv6 customer has. ``None`` for no address."""
    try:
        address = ipaddress.ip_address(ip or "")
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, 64), strict=False).network_address)
