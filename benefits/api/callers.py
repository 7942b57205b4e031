"""Programs of an enterprise, by their key."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings

from common import clock
from common.actors import Actor
from common.api.callers import BearerAuthentication, Caller
from common.api.views import ApiView
from common.pace import Rate, spend
from common.refusals import Refused
from members.operations import note_key_used
from members.queries import enterprise_of_key


class KeyAuthentication(BearerAuthentication):
    """A key of the enterprise API. A revoked one, and one of a suspended enterprise, is worth nothing at once."""

    realm = "enterprise"
    scheme = "EnterpriseKey"
    description = "A key of one enterprise: `qy_live_…`. It is told once, when it is made."

    def caller_of(self, token: str) -> Caller | None:
        at = clock.now()
        found = enterprise_of_key(token, at=at)
        if found is None:
            return None
        note_key_used(found, at=at)
        return Caller(f"key:{found.key_id}", found.id, found)


class EnterpriseView(ApiView):
    """One address of the enterprise API."""

    authentication_classes = [KeyAuthentication]
    requests_a_minute = settings.API_REQUESTS_PER_KEY
    counts_misses = True

    def count_miss(self) -> None:
        """Wider than a member's: a program asks for people who may not exist yet, and sees its own enterprise alone."""
        spend(f"missed:{self.caller.name}", Rate(settings.API_MISSES_PER_KEY, timedelta(minutes=10)), at=self.at)

    @property
    def enterprise_id(self) -> UUID:
        return self.caller.enterprise_id

    @property
    def by(self) -> Actor:
        return Actor("key", self.caller.value.key_id)


class ValueRefused(Refused):
    """A value that is well formed and still can't be: the refusal of an operation, told of its field."""

    status = 409

    def __init__(self, refused: Refused, field: str) -> None:
        self.code = refused.code  # type: ignore[misc]  # One class for all values.
        self.sentence = refused.for_member()  # type: ignore[misc]
        errors: list[dict[str, Any]] = [{"field": field, "code": refused.code, "detail": refused.for_member()}]
        super().__init__(extra={"errors": errors})

    def for_member(self) -> str:
        return str(self.sentence)
