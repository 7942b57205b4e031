"""The database wrapper that Django loads for ``ENGINE = "common.scope.backend"``."""

from collections.abc import Iterable
from contextlib import nullcontext
from datetime import UTC
from typing import Any, ClassVar

from django.db.backends.postgresql import base
from django.db.backends.postgresql.creation import DatabaseCreation
from django.db.backends.postgresql.operations import DatabaseOperations

from common.scope.backend.altering import PatientSchemaEditor
from common.scope.backend.breaker import Breaker
from common.scope.backend.cursor import ScopedCursor, forget_scope
from common.scope.backend.liveness import has_hung_up
from common.scope.backend.moments import with_fast_moments
from common.scope.scopes import OWNER, within


class OwnersOperations(DatabaseOperations):
    """Emptying tables is the owner's."""

    def execute_sql_flush(self, sql_list: Iterable[str]) -> None:
        with within(OWNER):
            super().execute_sql_flush(sql_list)


class OwnersCreation(DatabaseCreation):
    """A test database is made, and migrated, by its owner."""

    def create_test_db(self, *args: Any, **kwargs: Any) -> str:
        with within(OWNER):
            name: str = super().create_test_db(*args, **kwargs)
            return name

    def _destroy_test_db(self, test_database_name: str, verbosity: int) -> None:
        with within(OWNER):
            super()._destroy_test_db(test_database_name, verbosity)  # type: ignore[misc]  # Unknown to the stubs, as below.


class DatabaseWrapper(base.DatabaseWrapper):
    """As Django's; the scope travels in the same message as the statement, so that it costs no way to the server and back."""

    ops_class = OwnersOperations
    creation_class = OwnersCreation
    SchemaEditorClass = PatientSchemaEditor
    _breakers: ClassVar[dict[str, Breaker]] = {}

    def get_connection_params(self) -> dict[str, Any]:
        given = super().get_connection_params()
        adapters = with_fast_moments(given["context"]) if self.timezone == UTC else given["context"]
        return {**given, "cursor_factory": ScopedCursor, "context": adapters}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        with self._breaker.passed(patience=self.pool.timeout) if self.pool else nullcontext():
            connection = super().get_new_connection(conn_params)
            while self.pool and has_hung_up(connection):
                # The server went while it lay in the pool: whoever comes next shall not pay for that with their request.
                connection.close()
                self.pool.putconn(connection)
                connection = super().get_new_connection(conn_params)
        forget_scope(connection)
        return connection

    def _close(self) -> None:
        is_of_pool = self.pool and self.connection is not None
        try:
            super()._close()  # type: ignore[misc]
        finally:
            if is_of_pool:
                self._breaker.gave_back()

    @property
    def _breaker(self) -> Breaker:
        return self._breakers.setdefault(self.alias, Breaker())

    def create_cursor(self, name: str | None = None) -> Any:
        # A cursor that lives on the server needs a transaction, whose scope is said before it is declared.
        if name is not None and self.connection.autocommit:
            name = None
        if name is not None:
            with self.connection.cursor() as cursor:
                cursor.say_scope()
        return super().create_cursor(name)

    def _savepoint_rollback(self, sid: str) -> None:
        super()._savepoint_rollback(sid)  # type: ignore[misc]
        # A scope that was taken on after the savepoint went with it.
        forget_scope(self.connection)
