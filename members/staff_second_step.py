"""
The forms that take the code of a second step, at signing in, before what is delicate, and when an app is set up.

Allauth's own count tries in a cache of the process, and forget a used code after 30 seconds, while it is good for 90.
"""

from typing import Any

from allauth.account.adapter import get_adapter as account_adapter
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.internal.flows.add import validate_can_add_authenticator
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.totp.internal.auth import compare_user_code, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt

from common import clock
from members.models.second_step import SecondStep
from members.operations.pacing import TooManyCodes
from members.operations.second_step import try_second_step


class _Asked:
    """Of a form that asks somebody for a code of their app, or one of those kept for when it is lost."""

    user: Any
    cleaned_data: dict[str, str]
    authenticator: Authenticator

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        own = sorted(Authenticator.objects.filter(user=self.user), key=lambda each: each.type != Authenticator.Type.TOTP)
        if not _is_taken(self.user, lambda row: any(self._opens(each, code, row) for each in own)):
            if own:
                self._emit_authentication_failed(own[0])  # type: ignore[attr-defined]
            raise get_adapter().validation_error("incorrect_code")
        return code

    def _opens(self, authenticator: Authenticator, code: str, row: SecondStep) -> bool:
        if authenticator.type == Authenticator.Type.TOTP:
            is_right = _takes_step(decrypt(authenticator.data["secret"]), code, row, after=row.used_step)
        else:
            is_right = authenticator.wrap().validate_code(code)
        if is_right:
            authenticator.user, self.authenticator = self.user, authenticator
        return is_right


class AuthenticateForm(_Asked, base.AuthenticateForm):
    """The second step of signing in."""


class ReauthenticateForm(_Asked, base.ReauthenticateForm):
    """The second step once more, before what is delicate."""


class ActivateTOTPForm(totp.ActivateTOTPForm):
    """A new app. The code that sets it up has been used."""

    def clean_code(self) -> str:
        validate_can_add_authenticator(self.user)
        code: str = self.cleaned_data["code"]
        # Of a new secret no code was taken yet, whatever the last one's clock said.
        if not _is_taken(self.user, lambda row: _takes_step(self.secret, code, row, after=None), error="rate_limited"):
            raise get_adapter().validation_error("incorrect_code")
        return code


def _is_taken(user: Any, takes: Any, *, error: str = "too_many_login_attempts") -> bool:
    try:
        return try_second_step(user_id=user.pk, takes=takes, at=clock.now())
    except TooManyCodes as refused:
        raise account_adapter().validation_error(error) from refused


def _takes_step(secret: str, code: str, row: SecondStep, *, after: int | None) -> bool:
    for step in yield_hotp_counters_from_time():
        is_new = after is None or step > after
        if is_new and compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, step))):
            row.used_step = step
            return True
    return False
