"""What stands in the database now: tables, columns, privileges, policies."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db import connection

from common.scope.scopes import ROLES

Privileges = dict[tuple[str, str], set[str]]

_TABLES = """
SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity, array_agg(a.attname::text ORDER BY a.attnum)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
GROUP BY 1, 2, 3 ORDER BY 1
"""
_POLICIES = """
SELECT c.relname, p.polname, obj_description(p.oid, 'pg_policy') FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
WHERE c.relnamespace = 'public'::regnamespace
"""
_PRIVILEGES = """
SELECT c.relname, r.rolname, given.privilege_type FROM pg_class c, aclexplode(c.relacl) given JOIN pg_roles r ON r.oid = given.grantee
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND r.rolname = ANY(%s)
UNION ALL
SELECT c.relname, r.rolname, given.privilege_type || '(' || a.attname || ')'
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid, aclexplode(a.attacl) given JOIN pg_roles r ON r.oid = given.grantee
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND r.rolname = ANY(%s)
"""


@dataclass(slots=True)
class Table:
    """One table as it is guarded now. ``policies`` by name, with the mark of what they were made from."""

    name: str
    columns: tuple[str, ...]
    is_enabled: bool
    is_forced: bool
    policies: dict[str, str | None] = field(default_factory=dict)
    privileges: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def tables() -> list[Table]:
    """All tables but the partitions, to which no role but the owner has a door of its own."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        found = {name: Table(name, tuple(columns), enabled, forced) for name, enabled, forced, columns in cursor.fetchall()}
        cursor.execute(_POLICIES)
        for name, policy, mark in cursor.fetchall():
            found[name].policies[policy] = mark
        cursor.execute(_PRIVILEGES, [list(ROLES), list(ROLES)])
        for name, role, privilege in cursor.fetchall():
            if name in found:
                found[name].privileges[role].add(privilege)
    return list(found.values())
