"""What a migration does so that a child and its parent are of one enterprise: a foreign key over both columns, in steps that keep nobody waiting."""

from django.db import migrations
from django.db.migrations.operations.base import Operation
from django.db.models import UniqueConstraint


def index_told_apart(table: str, name: str) -> Operation:
    """The index behind a key (enterprise, id), built beside the work; for a migration outside of a transaction."""
    return migrations.RunSQL(
        f"CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS {name} ON {table} (enterprise_id, id)",
        f"DROP INDEX CONCURRENTLY IF EXISTS {name}",
    )


def key_told_apart(model: str, table: str, name: str) -> Operation:
    """The key (enterprise, id) of a table, from its index."""
    return migrations.SeparateDatabaseAndState(
        database_operations=[
            migrations.RunSQL(
                f"ALTER TABLE {table} ADD CONSTRAINT {name} UNIQUE USING INDEX {name}", f"ALTER TABLE {table} DROP CONSTRAINT {name}"
            )
        ],
        state_operations=[migrations.AddConstraint(model, UniqueConstraint(fields=["enterprise", "id"], name=name))],
    )


def of_one_enterprise(table: str, column: str, parent: str) -> Operation:
    """From now on a row and the parent that it names have one enterprise; what is there is looked through by ``looked_through``."""
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {_name(table, column)} FOREIGN KEY (enterprise_id, {column})"
        f" REFERENCES {parent} (enterprise_id, id) DEFERRABLE INITIALLY DEFERRED NOT VALID",
        f"ALTER TABLE {table} DROP CONSTRAINT {_name(table, column)}",
    )


def looked_through(table: str, column: str) -> Operation:
    """The rows that were there before, looked through while others read and write; in a migration of its own."""
    return migrations.RunSQL(f"ALTER TABLE {table} VALIDATE CONSTRAINT {_name(table, column)}", migrations.RunSQL.noop)


def _name(table: str, column: str) -> str:
    return f"{table.split('_', 1)[1]}_{column.removesuffix('_id')}_in_enterprise"
