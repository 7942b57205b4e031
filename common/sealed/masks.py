"""What may be shown of personal data in lists."""

import re


def mask_phone(phone: str) -> str:
    """``+8613812345678`` becomes ``138****5678``; numbers of other countries keep code and last two digits."""
    if re.fullmatch(r"\+86\d{11}", phone):
        phone = phone[3:]
        return f"{phone[:3]}****{phone[-4:]}"
    return f"{phone[:3]}****{phone[-2:]}" if len(phone) > 6 else "****"


def mask_email(email: str) -> str:
    """``lin.chao@galaxy.test`` becomes ``l****o@galaxy.test``."""
    name, _, domain = email.partition("@")
    return f"{name[:1]}****{name[-1:] if len(name) > 2 else ''}@{domain}"


def mask_account(account: str) -> str:
    """A bound account of any form: phone, mail, or the last four characters."""
    if "@" in account:
        return mask_email(account)
    if re.fullmatch(r"(\+86)?1\d{10}", account):
        return mask_phone(account if account.startswith("+") else f"+86{account}")
    return f"****{account[-4:]}" if len(account) > 6 else f"****{account[-1:]}"
