"""After a migration: roles, functions, policies and privileges are brought to what is declared."""

from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction

from common.scope.guards.catalogue import tables
from common.scope.guards.roles import make_roles
from common.scope.guards.wanted import missing
from common.scope.scopes import ENTERPRISE_ROLE, OWNER, PLATFORM_ROLE, within

# The temporary schema last: what somebody makes there never stands in for a table of ours.
_SEARCHED = "pg_catalog, public, pg_temp"
_IS_IGNORED, _NEVER = "public._pgtrigger_should_ignore", "SELECT false"


def guard_database(**_signal: Any) -> None:
    """
    Give the database its guards. Idempotent; a deploy that changes no table changes nothing and locks nothing.

    :raises RolesMissing: the roles are not there and we may not make them.
    """
    with within(OWNER):
        make_roles()
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in owed_statements():
                cursor.execute(statement)


def owed_statements() -> Iterator[str]:
    """What is missing, statement by statement; nothing when all stands."""
    for table in tables():
        yield from missing(table)
    yield from _owed_functions()
    yield from _owed_sequences()


def _owed_functions() -> Iterator[str]:
    yield from _never_ignored()
    yield from _deferred()


def _never_ignored() -> Iterator[str]:
    """django-pgtrigger asks a setting, which whoever has a connection may make, whether a trigger is to be passed over. None ever is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE oid = to_regprocedure(%s)", [f"{_IS_IGNORED}(name)"])
        if cursor.fetchone() != (_NEVER,):
            yield f"CREATE OR REPLACE FUNCTION {_IS_IGNORED}(trigger_name name) RETURNS boolean LANGUAGE sql IMMUTABLE AS '{_NEVER}'"


def _deferred() -> Iterator[str]:
    """A deferred check runs in whatever scope the transaction ends in: it runs as the tables' owner, and asks for the scope it needs."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_trigger t ON t.tgfoid = p.oid
               WHERE t.tgdeferrable AND NOT t.tgisinternal AND p.pronamespace = 'public'::regnamespace
                 AND NOT (p.prosecdef AND COALESCE(p.proconfig, '{}') @> ARRAY[%s])""",
            [f"search_path={_SEARCHED}"],
        )
        for (function,) in cursor.fetchall():
            yield f"ALTER FUNCTION {function} SECURITY DEFINER SET search_path = {_SEARCHED}"


def _owed_sequences() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT c.oid::regclass::text, r.rolname FROM pg_class c CROSS JOIN pg_roles r
               WHERE c.relkind = 'S' AND c.relnamespace = 'public'::regnamespace AND r.rolname = ANY(%s)
                 AND NOT has_sequence_privilege(r.oid, c.oid, 'USAGE')""",
            [[PLATFORM_ROLE, ENTERPRISE_ROLE]],
        )
        for sequence, role in cursor.fetchall():
            yield f"GRANT USAGE ON SEQUENCE {sequence} TO {role}"
