"""Who acts, and why: transaction-local settings that the triggers read."""

from contextvars import ContextVar
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model
from psycopg.types.json import Jsonb

from common.actors import Actor
from common.sql import execute

request_id: ContextVar[str] = ContextVar("request_id", default="")

_SIGN = "SELECT set_config('quanyi.actor', %s, true), set_config('quanyi.reason', %s, true), set_config('quanyi.request', %s, true)"
_NOTE = """
INSERT INTO common_event (kind, subject_type, subject_id, enterprise_id, member_id, before, after, actor, reason, request_id, data)
VALUES (%s, %s, %s, %s, %s, '', '', COALESCE(NULLIF(current_setting('quanyi.actor', true), ''), 'db:' || session_user),
        COALESCE(current_setting('quanyi.reason', true), ''), COALESCE(current_setting('quanyi.request', true), ''), %s)
"""


def sign(by: Actor, reason: str = "") -> None:
    """Sign the current transaction. Every event that it writes carries this actor and reason; it ends with the commit."""
    execute(_SIGN, [str(by), reason, request_id.get()])


def note(kind: str, *, subject: Model | tuple[str, UUID], data: dict[str, Any] | None = None) -> None:
    """
    Add an event that is not a change of state, for example ``code.revealed`` or ``grant.reminded``.

    ``subject`` is a row (its ``enterprise_id`` and ``member_id`` go along where it has them) or a pair of noun and id.
    """
    noun, row_id = subject if isinstance(subject, tuple) else (subject._meta.model_name, subject.pk)
    enterprise = getattr(subject, "enterprise_id", None)
    member = getattr(subject, "member_id", None)
    with connection.cursor() as cursor:
        facts: list[Any] = [kind, noun, row_id, enterprise, member, Jsonb(data or {})]
        cursor.execute(_NOTE, facts)
