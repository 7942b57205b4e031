"""Signing in: a one-time code, then a token."""

from contextlib import suppress
from typing import Literal, cast

from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_variables
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.fields import StrictSerializer
from common.api.schema import described
from common.visitor import address_of, device_mark_of, device_of
from members.operations import (
    EmailInvalid,
    EnterpriseChoice,
    PhoneInvalid,
    TooManyCodes,
    WrongCode,
    request_login_code,
    sign_in,
    sign_out,
)
from members.operations import address_of as contact_of
from members.queries import SignedInMember, member_of_token
from redemption.api import answered, asked
from redemption.api.callers import MemberView, SpeaksToMembers, stranger
from redemption.api.examples import LOGIN_BODY, TAG_LOGIN, TOKEN, TOKEN_BODY
from redemption.operations import Attempt, check_attempt, count_miss
from redemption.rules.risk import Blocked


class LoginCode(SpeaksToMembers):
    """``login/code``"""

    @described(
        operation="member_login_code",
        tags=TAG_LOGIN,
        summary="Send a one-time code, if the phone or mail is known",
        body=asked.LoginCodeBody,
        answers={202: None},
        refusals=[TooManyCodes, Blocked],
        examples=[LOGIN_BODY],
        public=True,
    )
    def post(self, request: Request) -> Response:
        channel, address = _address(self.read(asked.LoginCodeBody))
        check_attempt("login", _stranger(request, channel, address), at=self.at)
        # What is no phone or mail at all is as unknown as one that nobody has.
        with suppress(PhoneInvalid, EmailInvalid):
            request_login_code(channel=channel, address=address, ip=address_of(request), at=self.at)
        return Response(status=202)


@method_decorator(sensitive_variables(), name="post")
class LoginToken(SpeaksToMembers):
    """``login/token``"""

    @described(
        operation="member_login_token",
        tags=TAG_LOGIN,
        summary="Sign in with the code that was sent",
        body=asked.LoginTokenBody,
        answers={200: answered.TokenShape},
        refusals=[WrongCode, EnterpriseChoice, TooManyCodes, Blocked],
        examples=[TOKEN_BODY, TOKEN],
        public=True,
    )
    def post(self, request: Request) -> Response:
        given = self.read(asked.LoginTokenBody)
        channel, address = _address(given)
        who = _stranger(request, channel, address)
        check_attempt("login", who, at=self.at)
        try:
            signed_in = sign_in(
                channel=channel,
                address=address,
                code=given["code"],
                kind="api",
                at=self.at,
                enterprise_slug=given.get("enterprise"),
                device=device_of(request),
                ip=address_of(request),
                device_mark=device_mark_of(request),
            )
        except (PhoneInvalid, EmailInvalid, WrongCode) as refused:
            count_miss(who, at=self.at)
            raise WrongCode from refused
        member = cast(SignedInMember, member_of_token(signed_in.token, kind="api", at=self.at))
        shown = {"token": signed_in.token, "expires_at": signed_in.expires_at, "member": member}
        return Response(answered.TokenShape(shown).data)


class Logout(MemberView):
    """``logout``"""

    @described(operation="member_logout", tags=TAG_LOGIN, summary="End this token", answers={204: None})
    def post(self, request: Request) -> Response:
        self.read(StrictSerializer)
        sign_out(token=str(request.auth), at=self.at)
        return Response(status=204)


class Me(MemberView):
    """``me``"""

    @described(operation="member_me", tags=TAG_LOGIN, summary="Who is signed in", answers={200: answered.MeShape})
    def get(self, request: Request) -> Response:
        return Response(answered.MeShape(self.member).data)


def _stranger(request: Request, channel: Literal["phone", "email"], address: str) -> Attempt:
    print_of = None
    with suppress(PhoneInvalid, EmailInvalid):
        print_of = contact_of(channel, address).fingerprint
    return stranger(request, contact_print=print_of)


def _address(given: dict[str, str]) -> tuple[Literal["phone", "email"], str]:
    return ("phone", given["phone"]) if "phone" in given else ("email", given["email"])
