"""Idempotency: the same key and body give the same answer; the same key with another body is refused."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from psycopg.types.json import Jsonb

from common.failpoints import failpoint
from common.ids import new_id
from common.refusals import Refused
from common.replay.models import Replay
from common.sql import execute, prepared_cursor


class KeyMissing(Refused):
    code = "idempotency_key_missing"
    status = 400
    sentence = _("Send an Idempotency-Key header of 8 to 128 characters with this request.")


class KeyReused(Refused):
    code = "idempotency_key_reused"
    status = 422
    sentence = _("This Idempotency-Key was used before with another request. Use a new key.")


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP status and a JSON body without secrets."""

    status: int
    body: Any


_TAKE = """
INSERT INTO common_replay (id, enterprise_id, scope, key, request_hash, created_at, is_only_guard)
VALUES (%s, NULLIF(current_setting('app.enterprise', true), '')::uuid, %s, %s, %s, %s, %s)
ON CONFLICT (scope, key) DO NOTHING
"""
_IS_KNOWN = "SELECT 1 FROM common_replay WHERE scope = %s AND key = %s"
_KEEP = "UPDATE common_replay SET status = %s, answer = %s WHERE scope = %s AND key = %s RETURNING answer"


@transaction.atomic
def once(*, scope: str, key: str | None, request: Any, at: datetime, act: Callable[[], Answer], is_only_guard: bool = False) -> Answer:
    """
    Run ``act`` once for this key, in one transaction with the record of its answer.

    Locks    the key: a second caller waits until the first has committed, then gets the same answer.
    Replays  for 30 days, where the effect itself is guarded for ever by the constraints of what it makes; for ever where the key is
             its ``is_only_guard``.

    :raises KeyMissing: no key, or one shorter than 8 or longer than 128 characters.
    :raises KeyReused: the key stands for another request.
    """
    key = _usable(key)
    request_hash = hashlib.sha256(json.dumps(request, sort_keys=True, ensure_ascii=False).encode()).digest()
    if not execute(_TAKE, [new_id(), scope, key, request_hash, at, is_only_guard]):
        return _answered(scope, key, request_hash)
    failpoint("replay.after_key", key)
    answer = act()
    failpoint("replay.before_answer", key)
    kept: list[Any] = [answer.status, Jsonb(answer.body), scope, key]
    with prepared_cursor() as cursor:
        cursor.execute(_KEEP, kept)
        # As it was kept, so that the first answer and every later one are the same to the byte.
        return Answer(answer.status, json.loads(cursor.fetchone()[0]))


def is_known(*, scope: str, key: str | None) -> bool:
    """
    Whether this key was answered before: then ``once`` has its answer, whatever would be said to a new one. One query.

    :raises KeyMissing: no key, or one shorter than 8 or longer than 128 characters.
    """
    with prepared_cursor() as cursor:
        cursor.execute(_IS_KNOWN, [scope, _usable(key)])
        return cursor.fetchone() is not None


def _usable(key: str | None) -> str:
    if not key or not 8 <= len(key) <= 128 or not key.isprintable():
        raise KeyMissing
    return key


def _answered(scope: str, key: str, request_hash: bytes) -> Answer:
    kept = Replay.objects.get(scope=scope, key=key)
    if bytes(kept.request_hash) != request_hash:
        raise KeyReused
    return Answer(status=kept.status or 200, body=kept.answer)
