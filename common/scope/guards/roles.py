"""The roles themselves: made where that is allowed, asked for where it is not."""

from django.db import DatabaseError, connection, transaction

from common.scope.scopes import ROLES

_MAKE = """
DO $$ BEGIN
    CREATE ROLE {role} NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;  -- Another database of this server was faster.
END $$
"""
_STANDING = "SELECT rolname, rolsuper OR rolbypassrls, pg_has_role(session_user, oid, 'MEMBER') FROM pg_roles WHERE rolname = ANY(%s)"


class RolesMissing(Exception):
    """The database has not the roles that the platform works in, and we may not make them."""


def make_roles() -> None:
    """
    Make the roles that are not there, and make the one who migrates a member of each.

    :raises RolesMissing: that is not ours to do; the message is the SQL for whoever may.
    """
    owed = _owed()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in owed:
                cursor.execute(statement)
    except DatabaseError as refused:
        if _owed():  # Unless somebody else has just done the same.
            raise RolesMissing(remedy()) from refused


def mighty_roles() -> list[str]:
    """Those of the platform's roles for which row level security does not hold: there must be none."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, [list(ROLES)])
        return [name for name, is_mighty, _member in cursor.fetchall() if is_mighty]


def remedy() -> str:
    """What to do, as SQL to be run once by a superuser or by a role with CREATEROLE."""
    owed = _owed()
    lines = "\n".join(f"    {' '.join(statement.split())};" for statement in owed)
    return f"The database roles of the platform are not complete. Have a superuser run this once, then migrate again:\n{lines}"


def _owed() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, [list(ROLES)])
        standing = {name: is_member for name, _mighty, is_member in cursor.fetchall()}
        cursor.execute("SELECT quote_ident(session_user)")
        (me,) = cursor.fetchone()
    made = [_MAKE.format(role=role) for role in ROLES if role not in standing]
    return made + [f"GRANT {role} TO {me}" for role in ROLES if not standing.get(role)]
