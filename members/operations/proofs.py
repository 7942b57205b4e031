"""Proving that it is still the same person: a one-time code to the phone or mail that was there all along."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from common import feed
from common.actors import Actor
from common.refusals import Refused
from members.models.identity import Identity
from members.models.member import Member
from members.operations.messages import Letter, post
from members.operations.one_time_codes import Issued, Use, WrongCode, issue_code, spend, try_code
from members.operations.sms_budget import refuse_if_spent
from members.queries.holds import address_that_stood, address_to_ask
from members.rules.identity import Address


class NothingToProveBy(Refused):
    code = "nothing_to_prove_by"
    sentence = gettext_lazy("There's no phone or email of yours that a code could go to. Please ask your company's contact.")


@transaction.atomic
def request_proof_code(*, member_id: UUID, ip: str | None, at: datetime) -> str:
    """
    Send a one-time code to the phone or mail that stood before any change of the last day, or to the first that somebody ever
    had; returns where, masked.

    Locks    the network address, then the phone or mail.

    :raises NothingToProveBy: there is none.
    :raises TooManyCodes: one a minute and ten a day a number.
    :raises SmsBudgetSpent: the company's SMS of this month are used up.
    """
    address = _address(member_id, at)
    if address.channel == "phone":
        refuse_if_spent(member_id, at=at)
    issued = issue_code(address, _use(member_id), ip=ip, at=at)
    post(_letter(member_id, address, issued), at=at)
    return address.masked


def prove_person(*, member_id: UUID, code: str, ip: str | None, at: datetime) -> None:
    """
    Take the code. A change of phone or mail is no longer held, where the code went to one that stood before.

    Locks    the network address, then the code.

    :raises WrongCode: wrong, used, expired, tried five times, or never asked for: one outward answer.
    """
    address = _address(member_id, at)
    # Durable: the count of a wrong try must never be rolled back by whoever calls.
    with transaction.atomic(durable=True):
        found = try_code(address, _use(member_id), code, ip=ip, at=at)
        if found is not None:
            feed.sign(Actor("member", member_id))
            spend(found, at)
            if address == address_that_stood(member_id, at=at):
                Identity.objects.filter(member_id=member_id, changed_at__isnull=False, proved_at=None).update(proved_at=at)
            feed.note("member.proved", subject=Member.objects.only("enterprise_id").get(id=member_id), data={"by": address.channel})
    if found is None:
        raise WrongCode


def _address(member_id: UUID, at: datetime) -> Address:
    address = address_to_ask(member_id, at=at)
    if address is None:
        raise NothingToProveBy
    return address


def _use(member_id: UUID) -> Use:
    return Use("proof", str(member_id))


def _letter(member_id: UUID, address: Address, issued: Issued) -> Letter:
    language = Member.objects.values_list("language", flat=True).get(id=member_id)
    with override(language or get_language()):
        subject = _("Confirm that it's you")
        text = _("[Quanyi] %(code)s confirms that it's you. It is valid for 10 minutes. Give it to nobody.") % {"code": issued.digits}
    return Letter(
        key=f"proof:{issued.id}",
        member_id=member_id,
        channel="sms" if address.channel == "phone" else "email",
        to=address.value,
        subject=subject,
        text=text,
        expires_at=issued.expires_at,
    )
