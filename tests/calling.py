"""Calling the APIs as programs do: real tokens, real HTTP, through the whole stack."""

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.test import Client

from common import clock
from common.ids import new_token, token_hash
from members.models import Enterprise, Member, MemberSession
from members.operations import issue_api_key
from tests.factories import OPERATOR

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer
else:
    Answer = HttpResponse

__all__ = ["Answer", "Caller", "api_of_enterprise", "api_of_member", "nobody"]


class Caller:
    """One program that reads English. ``path`` is below its API's root; answers carry ``.json()``."""

    def __init__(self, root: str, token: str = "") -> None:
        self.root, self.client = root, Client()
        self.headers = {"accept-language": "en", **({"authorization": f"Bearer {token}"} if token else {})}

    def get(self, path: str, **query: Any) -> Answer:
        return self.client.get(self.root + path, query, headers=self.headers)

    def post(self, path: str, body: Any = None, *, key: str = "") -> Answer:
        return self.send("POST", path, body, key=key)

    def put(self, path: str, body: Any) -> Answer:
        return self.send("PUT", path, body)

    def without_language(self) -> "Caller":
        """The same program, no longer saying what it reads."""
        self.headers.pop("accept-language", None)
        return self

    def send(self, method: str, path: str, body: Any = None, *, key: str = "", **headers: str) -> Answer:
        sent = {**self.headers, **({"idempotency-key": key} if key else {}), **headers}
        text = "" if body is None else body if isinstance(body, str | bytes) else json.dumps(body)
        return self.client.generic(method, self.root + path, text, content_type="application/json", headers=sent)


def api_of_member(member: Member) -> Caller:
    """The member's app, signed in."""
    token, at = new_token(), clock.now()
    MemberSession.objects.create(
        member=member, token_hash=token_hash(token), kind="api", created_at=at, seen_at=at, expires_at=at + timedelta(days=30)
    )
    return Caller("/api/v1/", token)


def api_of_enterprise(enterprise: Enterprise) -> Caller:
    """A program of the enterprise, with a fresh key."""
    key = issue_api_key(enterprise_id=enterprise.id, label="test", by=OPERATOR, at=clock.now())
    return Caller("/api/enterprise/v1/", key)


def nobody(root: str) -> Caller:
    """A program without a token."""
    return Caller(root)
