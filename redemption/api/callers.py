"""Members' apps, by their token."""

from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from rest_framework.request import Request

from benefits.queries.api.catalogue import Reader
from common import clock
from common.actors import Actor
from common.api.callers import BearerAuthentication, Caller
from common.api.views import ApiView
from common.visitor import address_of, device_mark_of
from members.operations import note_seen
from members.queries import SignedInMember, member_of_token
from redemption.operations import Attempt, count_miss


class MemberAuthentication(BearerAuthentication):
    """A token from ``login/token``. A leaver's, and one that was signed out, is worth nothing at once."""

    realm = "member"
    scheme = "MemberToken"
    description = "A token of one member, from `POST /api/v1/login/token`."

    def caller_of(self, token: str) -> Caller | None:
        at = clock.now()
        member = member_of_token(token, kind="api", at=at)
        if member is None:
            return None
        note_seen(member, at=at)
        return Caller(f"member:{member.id}", member.enterprise_id, member)

    def count_guess(self, request: Request) -> None:
        count_miss(stranger(request), at=clock.now())


def stranger(request: HttpRequest | Request, *, contact_print: bytes | None = None) -> Attempt:
    """Somebody who is not signed in, for risk."""
    return Attempt(address=address_of(request), device=device_mark_of(request), contact_print=contact_print)


def speak_to_members(request: Request) -> None:
    """Chinese, unless another language was asked for."""
    if not request.headers.get("Accept-Language"):
        translation.activate("zh-hans")


class SpeaksToMembers(ApiView):
    """Speaks the language that was asked for, else the member's, else Chinese: what it says is read by members."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        speak_to_members(request)
        super().initial(request, *args, **kwargs)


class MemberView(SpeaksToMembers):
    """One address of the member API behind the sign-in."""

    authentication_classes = [MemberAuthentication]
    requests_a_minute = settings.API_REQUESTS_PER_MEMBER
    counts_misses = True

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.user is not None and self.member.language and not request.headers.get("Accept-Language"):
            translation.activate(self.member.language)

    def count_miss(self) -> None:
        """The guess budget of the member and of the device."""
        count_miss(self.attempt(), at=self.at)

    def attempt(self, *, grant_id: UUID | None = None) -> Attempt:
        """The member and where they come from, for risk."""
        request: Any = self.request
        return Attempt(self.member.id, address_of(request), device_mark_of(request), grant_id=grant_id)

    @property
    def member(self) -> SignedInMember:
        return cast(SignedInMember, self.caller.value)

    @property
    def member_id(self) -> UUID:
        return self.member.id

    @property
    def by(self) -> Actor:
        return Actor("member", self.member.id)

    @property
    def reader(self) -> Reader:
        member = self.member
        return Reader(member.id, member.enterprise_id, member.time_zone, member.support_contact)
