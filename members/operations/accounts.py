"""Accounts that top-ups land in: bound once for each brand, verified before the first top-up."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import feed
from common.actors import Actor
from common.ids import new_id
from common.refusals import NotFound, Refused
from members.models.account import BoundAccount
from members.models.identity import Identity
from members.models.member import Member
from members.operations.messages import Letter, post
from members.operations.one_time_codes import Issued, Use, WrongCode, issue_code, spend, try_code
from members.operations.sms_budget import refuse_if_spent
from members.rules.accounts import Account, account_of
from members.rules.identity import Address, Channel, address_of


class NothingToVerify(Refused):
    code = "nothing_to_verify"
    sentence = gettext_lazy("This account needs no code.")


@transaction.atomic
def bind_account(*, member_id: UUID, brand: str, kind: str, value: str, by: Actor, at: datetime) -> UUID:
    """
    Bind an account of one brand to a member, in place of the one bound before. Returns its id.

    Verified at once: the member's own verified phone or mail, and an account name (the form asks for it twice). Any other
    phone or mail is verified by a one-time code.

    Locks    the member.
    Replays  the account that is bound already stays as it is.

    :raises AccountInvalid: the text is no account of this kind.
    :raises NotFound: no such member.
    """
    account = account_of(kind, value)
    member = Member.objects.select_for_update().filter(id=member_id).first()
    if member is None:
        raise NotFound
    bound = BoundAccount.objects.filter(member=member, brand=brand, removed_at=None).first()
    if bound is not None and bytes(bound.fingerprint) == account.fingerprint:
        return bound.id
    feed.sign(by)
    if bound is not None:
        _remove(bound, at)
    return _bind(member, brand, account, at)


@transaction.atomic
def bind_own_account(*, member_id: UUID, brand: str, kind: str, by: Actor, at: datetime) -> UUID:
    """
    Bind the member's own verified phone or mail, so that nobody has to type what is known. Returns the account's id.

    Locks    the member.

    :raises NotFound: the member has no verified phone or mail of this kind.
    """
    own = Identity.objects.filter(member_id=member_id, kind=kind, verified_at__isnull=False).first()
    if own is None:
        raise NotFound
    return bind_account(member_id=member_id, brand=brand, kind=kind, value=own.value, by=by, at=at)


@transaction.atomic
def request_account_code(*, member_id: UUID, account_id: UUID, ip: str | None, at: datetime) -> None:
    """
    Send a one-time code to the account itself. It verifies this account and nothing else.

    Locks    the network address, then the phone or mail.

    :raises NotFound: no such account of this member.
    :raises NothingToVerify: it is verified already, or is no phone or mail.
    :raises TooManyCodes: with ``retry_after`` in seconds.
    :raises SmsBudgetSpent: the company's SMS of this month are used up.
    """
    account = _own(member_id, account_id)
    address = _address_to_verify(account)
    if address.channel == "phone":
        refuse_if_spent(member_id, at=at)
    issued = issue_code(address, _use(account), ip=ip, at=at)
    post(_letter(account, address, issued), at=at)


def verify_account(*, member_id: UUID, account_id: UUID, code: str, ip: str | None, at: datetime) -> None:
    """
    Verify an account with the code that was sent to it. A wrong try is counted.

    Locks    the network address, then the code.
    Replays  an account that is verified stays so.

    :raises NotFound: no such account of this member.
    :raises WrongCode: wrong, used, expired, or tried five times.
    """
    # Durable: the count of a wrong try must never be rolled back by whoever calls.
    with transaction.atomic(durable=True):
        is_verified = _verify(_own(member_id, account_id), code, ip, at)
    if not is_verified:
        raise WrongCode


@transaction.atomic
def remove_account(*, member_id: UUID, account_id: UUID, by: Actor, at: datetime) -> None:
    """
    Unbind an account. What was topped up to it stays readable.

    :raises NotFound: no such account of this member.
    """
    account = _own(member_id, account_id)
    feed.sign(by)
    _remove(account, at)


def _bind(member: Member, brand: str, account: Account, at: datetime) -> UUID:
    bound = BoundAccount.objects.create(
        id=new_id(),
        enterprise_id=member.enterprise_id,
        member=member,
        brand=brand,
        kind=account.kind,
        value=account.value,
        fingerprint=account.fingerprint,
        masked=account.masked,
        verified_at=at if account.address is None or _is_own(member, account.address) else None,
        bound_at=at,
    )
    feed.note("account.bound", subject=bound, data={"brand": brand, "account": bound.masked})
    return bound.id


def _is_own(member: Member, address: Address) -> bool:
    proved = Identity.objects.filter(member=member, kind=address.channel, verified_at__isnull=False)
    return proved.filter(fingerprint=address.fingerprint).exists()


def _remove(account: BoundAccount, at: datetime) -> None:
    account.removed_at = at
    account.save(update_fields=["removed_at"])
    feed.note("account.removed", subject=account, data={"brand": account.brand, "account": account.masked})


def _own(member_id: UUID, account_id: UUID) -> BoundAccount:
    account = BoundAccount.objects.select_for_update().filter(id=account_id, member_id=member_id, removed_at=None).first()
    if account is None:
        raise NotFound
    return account


def _address_to_verify(account: BoundAccount) -> Address:
    if account.verified_at is not None or account.kind == "text":
        raise NothingToVerify
    return _address(account)


def _address(account: BoundAccount) -> Address:
    channel: Channel = "phone" if account.kind == "phone" else "email"
    return address_of(channel, account.value)


def _use(account: BoundAccount) -> Use:
    return Use("account", str(account.id))


def _verify(account: BoundAccount, code: str, ip: str | None, at: datetime) -> bool:
    if account.verified_at is not None:
        return True
    found = try_code(_address(account), _use(account), code, ip=ip, at=at)
    if found is None:
        return False
    feed.sign(Actor("member", account.member_id))
    spend(found, at)
    account.verified_at = at
    account.save(update_fields=["verified_at"])
    feed.note("account.verified", subject=account, data={"brand": account.brand, "account": account.masked})
    return True


def _letter(account: BoundAccount, address: Address, issued: Issued) -> Letter:
    subject = _("Confirm your account")
    text = _("[Quanyi] %(code)s confirms this account for your benefits. It is valid for 10 minutes. Give it to nobody.")
    return Letter(
        key=f"account:{issued.id}",
        member_id=account.member_id,
        channel="sms" if address.channel == "phone" else "email",
        to=address.value,
        subject=subject,
        text=text % {"code": issued.digits},
        expires_at=issued.expires_at,
    )
