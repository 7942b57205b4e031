"""One-time codes: made, sent and spent. What a right code opens is decided by whoever asked for it."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from common.ids import new_id
from common.refusals import Refused
from common.scope import PLATFORM, within
from members.models.login import LoginCode, LoginMiss
from members.operations.pacing import hold, refuse_above, refuse_above_times
from members.operations.texted import codes_of, times_of_sms
from members.rules.identity import Address, network_of
from members.rules.one_time_code import VALID_FOR, Kept, Verdict, hash_of, judge, new_code
from members.rules.pace import CODES_PER_NUMBER, MISSES_PER_ADDRESS, SMS_PER_NUMBER, codes_per_address


class WrongCode(Refused):
    """One outward answer for wrong, used, expired and never asked for."""

    code = "wrong_code"
    status = 401
    sentence = _("That code isn't right, or it's no longer valid. Check it, or ask for a new one.")


@dataclass(frozen=True, slots=True)
class Use:
    """What a code is good for: a purpose, and the thing that it is about. It is good for nothing else."""

    purpose: str
    subject: str = ""


LOGIN = Use("login")


@dataclass(frozen=True, slots=True)
class Issued:
    """A code that was just made. The plain digits go into one message and nowhere else."""

    id: UUID
    digits: str
    expires_at: datetime

    def __repr__(self) -> str:
        return f"Issued({self.id}, ***)"


@within(PLATFORM)
def issue_code(address: Address, use: Use, *, ip: str | None, at: datetime) -> Issued:
    """
    Make a code for one use. Older codes of the same use are worth nothing from now on.

    Locks    the network address, then the phone or mail.

    :raises TooManyCodes: one a minute and ten a day a number, other SMS to it counted in; and a limit a network address.
    """
    network = network_of(ip)
    if network:
        hold("address", network)
        asked = LoginCode.objects.filter(address=network)
        refuse_above(codes_per_address(settings.LOGIN_CODES_PER_ADDRESS), asked, "created_at", at)
    hold(address.channel, address.fingerprint)
    refuse_above(CODES_PER_NUMBER, codes_of(address), "created_at", at)
    if address.channel == "phone":
        refuse_above_times(SMS_PER_NUMBER, times_of_sms(address, at=at), at=at)
    issued = Issued(new_id(), new_code(), at + VALID_FOR)
    LoginCode.objects.create(
        id=issued.id,
        purpose=use.purpose,
        subject=use.subject,
        channel=address.channel,
        fingerprint=address.fingerprint,
        address=network,
        code_hash=hash_of(issued.digits, code_id=issued.id, purpose=use.purpose, subject=use.subject),
        created_at=at,
        expires_at=issued.expires_at,
    )
    return issued


@within(PLATFORM)
def try_code(address: Address, use: Use, digits: str, *, ip: str | None, at: datetime) -> LoginCode | None:
    """
    Try a code: its row, locked and unspent, when it is right; else ``None``, and the try is counted.

    The caller commits in both cases: a refusal that rolled back would give the try back.

    Locks    the network address, then the newest code.

    :raises TooManyCodes: too many wrong codes from this network address; nothing is tried.
    """
    network = network_of(ip)
    if network:
        hold("address", network)
        refuse_above(MISSES_PER_ADDRESS, LoginMiss.objects.filter(address=network), "at", at)
    newest = _newest(address, use)
    verdict = _verdict(newest, digits, at)
    if newest is not None and verdict is Verdict.RIGHT:
        return newest
    if newest is not None and verdict is Verdict.WRONG:
        newest.tries += 1
        newest.save(update_fields=["tries"])
    if network:
        LoginMiss.objects.create(address=network, at=at)
    return None


@within(PLATFORM)
def spend(code: LoginCode, at: datetime) -> None:
    """A code that has opened something opens nothing again."""
    code.used_at = at
    code.save(update_fields=["used_at"])


def _newest(address: Address, use: Use) -> LoginCode | None:
    codes = LoginCode.objects.filter(channel=address.channel, fingerprint=address.fingerprint)
    codes = codes.filter(purpose=use.purpose, subject=use.subject)
    return codes.select_for_update().order_by("-created_at", "-id").first()


def _verdict(code: LoginCode | None, digits: str, at: datetime) -> Verdict:
    if code is None:
        return Verdict.DEAD
    plain = "".join(unicodedata.normalize("NFKC", digits).split())
    given = hash_of(plain if plain.isascii() else "", code_id=code.id, purpose=code.purpose, subject=code.subject)
    return judge(Kept(bytes(code.code_hash), code.tries, code.expires_at, code.used_at), given, at)
