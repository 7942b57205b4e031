"""What a release does to tables that are in use: no migration makes claims wait, and each can be begun anew after a crash."""

import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader

from common.scope import OWNER, within

HOUSES = ("common", "members", "supply", "benefits", "redemption", "analytics")
# The build before anybody had a database to keep. What came later finds tables of millions of rows.
BUILT = {"common": 8, "members": 8, "supply": 6, "benefits": 12, "redemption": 7, "analytics": 1}
# An index of a partitioned table is dropped in a moment, and can't be dropped otherwise.
OF_PARTITIONS = "DROP INDEX event_enterprise"
# Tables of libraries that stay short, whose numbers are to last.
OF_LIBRARIES = r"ALTER TABLE (axes|django_admin|account)_\w+ ALTER COLUMN \w+ TYPE bigint"

_TABLE = r'(?:ONLY )?"?(\w+)"?'
# Each looks through a whole table, or waits for one, while nobody else may read or write it. The group is the table, or an index.
LONG = [
    rf"CREATE (?:UNIQUE )?INDEX (?!CONCURRENTLY).*? ON {_TABLE}",
    rf"DROP INDEX (?!CONCURRENTLY)(?:IF EXISTS )?{_TABLE}",
    rf"ALTER TABLE {_TABLE}.* ADD CONSTRAINT (?!.*(NOT VALID|USING INDEX))",
    rf"ALTER TABLE {_TABLE}.* ADD COLUMN .*(REFERENCES|CHECK|UNIQUE|PRIMARY KEY)",
    rf"ALTER TABLE {_TABLE}.* SET NOT NULL",
    rf"ALTER TABLE {_TABLE}.* ALTER COLUMN \S+ TYPE",
]
NOT_TWICE = r"ADD COLUMN (?!IF NOT EXISTS)|ADD CONSTRAINT (?!.*USING INDEX)|CREATE TABLE (?!IF NOT EXISTS)"


def statements_of(migration: Migration) -> list[str]:
    """The statements of one migration, as ``sqlmigrate`` shows them."""
    loader = MigrationLoader(connection, replace_migrations=False)
    with within(OWNER):
        lines = loader.collect_sql([(migration, False)])
    text = "\n".join(line for line in lines if not line.startswith("--"))
    return [" ".join(each.split()) for each in text.split(";")]


def long_ones(statements: list[str]) -> list[str]:
    """Those that lock a table for long that was there before."""
    made = set(re.findall(r'CREATE TABLE (?:IF NOT EXISTS )?"?(\w+)"?', ";".join(statements)))
    found = ((each, re.search(pattern, each)) for each in statements for pattern in LONG)
    return [each for each, hit in found if hit and hit[1] not in made and not re.fullmatch(f"{OF_PARTITIONS}|{OF_LIBRARIES}", each)]


def later_ones() -> list[Migration]:
    known = sorted(MigrationLoader(None).disk_migrations.items())
    return [migration for (house, name), migration in known if house in HOUSES and int(name[:4]) > BUILT[house]]


@pytest.fixture
def database(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """The database as it is, without a transaction: what is concurrent can't be asked for in one."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        yield


@pytest.mark.parametrize("migration", later_ones(), ids=str)
def test_no_migration_locks_a_table_for_long(database: None, migration: Migration) -> None:
    assert long_ones(statements_of(migration)) == []


@pytest.mark.parametrize("migration", [each for each in later_ones() if not each.atomic], ids=str)
def test_migration_outside_of_a_transaction_may_be_begun_twice(database: None, migration: Migration) -> None:
    assert [each for each in statements_of(migration) if re.search(NOT_TWICE, each)] == []


@pytest.mark.parametrize(
    "statement",
    [
        'CREATE INDEX "by_name" ON "members_member" ("name")',
        "CREATE UNIQUE INDEX by_name ON members_member (name)",
        'DROP INDEX IF EXISTS "by_name"',
        'ALTER TABLE "members_member" ADD CONSTRAINT "named" CHECK (name <> \'\')',
        'ALTER TABLE "members_member" ADD CONSTRAINT "f" FOREIGN KEY ("a_id") REFERENCES "a" ("id") DEFERRABLE INITIALLY DEFERRED',
        'ALTER TABLE "members_member" ADD COLUMN "age" integer NULL CHECK ("age" >= 0)',
        'ALTER TABLE "members_member" ALTER COLUMN "name" SET NOT NULL',
        'ALTER TABLE "members_member" ALTER COLUMN "name" TYPE text',
    ],
)
def test_a_statement_that_locks_for_long_is_found_unless_the_table_is_new(statement: str) -> None:
    assert long_ones([statement]) == [statement]
    made = "by_name" if statement.startswith("DROP") else "members_member"
    assert long_ones([f'CREATE TABLE "{made}" ("id" uuid)', statement]) == []


@pytest.mark.parametrize(
    "statement",
    [
        'CREATE INDEX CONCURRENTLY "by_name" ON "members_member" ("name")',
        'DROP INDEX CONCURRENTLY IF EXISTS "by_name"',
        'ALTER TABLE "members_member" ADD CONSTRAINT "named" CHECK (name <> \'\') NOT VALID',
        'ALTER TABLE "members_member" ADD CONSTRAINT "once" UNIQUE USING INDEX "by_name"',
        'ALTER TABLE "members_member" ADD COLUMN "age" integer NULL',
    ],
)
def test_what_is_over_in_a_moment_is_let_through(statement: str) -> None:
    assert long_ones([statement]) == []
