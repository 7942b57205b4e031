"""Statements that carry their scope."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.backends.postgresql.base import Cursor, ServerBindingCursor
from psycopg.pq import TransactionStatus

from common.scope.scopes import NOTHING, OWNER, Scope, current

# The stubs know neither what Django's cursors are made of nor what they take.
_Cursor: Any = Cursor
_ServerBindingCursor: Any = ServerBindingCursor

# PostgreSQL takes these only alone in their message. They are the owner's, who needs no role for them.
_ALONE = re.compile(r"\s*(CREATE|DROP)\s+(DATABASE|TABLESPACE)|\s*VACUUM|.*\bCONCURRENTLY\b", re.IGNORECASE | re.DOTALL)

# The same in one statement that the server keeps prepared.
_TAKE_ON = "SELECT set_config('role', %s, true), set_config('app.scope', %s, true), set_config('app.enterprise', %s, true)"


def forget_scope(connection: Any) -> None:
    """Nothing is known of the scope in the transaction of this psycopg connection: the next statement says it again."""
    connection.said_scope = None


def to_say(connection: Any) -> list[str]:
    """What has to be said before the next statement; nothing when the transaction is in the right scope already."""
    status, wanted = connection.pgconn.transaction_status, current()
    if status == TransactionStatus.IDLE:
        said: Scope | None = NOTHING
    elif status == TransactionStatus.INTRANS:
        said = connection.said_scope
    else:
        return []  # A failed transaction hears nothing until it is rolled back.
    connection.said_scope = wanted
    return wanted.after(said)


class ScopedCursor(_Cursor):
    """
    Puts the scope before the first statement of a transaction, and before the first after it has changed.

    Both go in one message. The settings are local to the transaction, so that nothing of them is left for the next one on this
    connection; a statement outside of a transaction is, with its scope, a transaction of its own.
    """

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        first = [] if current() == OWNER and _is_alone(query) else to_say(self.connection)
        if not first:
            return super().execute(query, params, **options)
        super().execute("; ".join([*first, self.mogrify(query, params)]), None, **options)
        for _each in first:
            self.nextset()
        return self

    def executemany(self, query: Any, params_seq: Any, **options: Any) -> None:
        self.say_scope()
        super().executemany(query, params_seq, **options)

    @contextmanager
    def copy(self, statement: Any, params: Any = None, **options: Any) -> Iterator[Any]:
        self.say_scope()
        with super().copy(statement, params, **options) as copy:
            yield copy

    def say_scope(self) -> None:
        """Take the scope on by itself, for what can't carry it. Only within a transaction."""
        is_lost = self.connection.autocommit and self.connection.pgconn.transaction_status == TransactionStatus.IDLE
        if is_lost and current() == OWNER:
            return
        if is_lost:
            raise RuntimeError("this statement needs a transaction: its scope would end before it begins")
        first = to_say(self.connection)
        if first:
            super().execute("; ".join(first))


class ScopedPreparedCursor(_ServerBindingCursor):
    """
    The same for statements that the server keeps prepared, each of which travels alone: the scope goes ahead of it in one
    pipeline, with the BEGIN where that is still to be sent.
    """

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        if not to_say(self.connection):
            return super().execute(query, params, **options)
        scope = current()
        with self.connection.pipeline():
            _ServerBindingCursor(self.connection).execute(_TAKE_ON, [scope.role, scope.name, str(scope.enterprise_id or "")])
            super().execute(query, params, **options)
        return self


def _is_alone(query: Any) -> bool:
    return _ALONE.match(query if isinstance(query, str) else "") is not None
