"""Who calls: a bearer token, and an honest 401 without one."""

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated
from rest_framework.request import Request

from common import clock
from common.pace import Rate, spend
from common.visitor import address_of

# RFC 6750, with an upper bound: nobody needs the hash of a megabyte.
_BEARER = re.compile(r"bearer +([A-Za-z0-9\-._~+/]{1,512}=*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Caller:
    """Whoever a token stands for. ``name`` is that of their allowance."""

    name: str
    enterprise_id: UUID
    value: Any


class BearerAuthentication(BaseAuthentication, ABC):
    """
    The caller behind ``Authorization: Bearer …``. A subclass says how a token is looked up.

    Guessed tokens are counted by network address; whoever holds a good one is never hit by others behind the same address.
    """

    realm: ClassVar[str]
    scheme: ClassVar[str]
    description: ClassVar[str]

    def authenticate(self, request: Request) -> tuple[Caller, str]:
        given = request.META.get("HTTP_AUTHORIZATION", "")
        if not given:
            raise NotAuthenticated(_("Send a token in the header Authorization: Bearer …"), "token_missing")
        bearer = _BEARER.fullmatch(given.strip())
        caller = self.caller_of(bearer[1]) if bearer else None
        if caller is None:
            self.count_guess(request)
            raise AuthenticationFailed(_("This token isn't valid, or no longer."), "token_invalid")
        return caller, bearer[1] if bearer else ""

    def count_guess(self, request: Request) -> None:
        """
        One more token that is none.

        :raises Refused: that was too many of them from this address.
        """
        spend(f"token:{address_of(request)}", Rate(settings.API_MISSES, timedelta(minutes=10)), at=clock.now())

    def authenticate_header(self, request: Request) -> str:
        return f'Bearer realm="{self.realm}"'

    @abstractmethod
    def caller_of(self, token: str) -> Caller | None:
        """The caller whom a token stands for; None for one that is unknown, ended or revoked."""
