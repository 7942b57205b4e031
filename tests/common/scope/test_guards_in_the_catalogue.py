"""What the database itself says of roles, policies and privileges. A table that nobody guarded turns these red."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError, ProgrammingError

from common.scope import OWNER, within
from common.scope.guards.apply import guard_database, owed_statements
from common.scope.guards.catalogue import Table, tables
from common.scope.guards.declared import guard_of, is_decided
from common.scope.scopes import ENTERPRISE_ROLE, PLATFORM_ROLE, ROLES, VAULT_ROLE
from tests.factories import NOW, make_grant

pytestmark = pytest.mark.django_db

# Their rows name an enterprise by way of another row; the declaration says which.
_BY_PARENT = {
    "benefits_batchrow",
    "benefits_bundlepart",
    "benefits_import",
    "benefits_terms",
    "common_posting",
    "members_membersession",
    "members_rosterrow",
    "members_sentmessage",
    "members_user",
    "redemption_reveal",
    "supply_attempt",
    "supply_callback",
}


@pytest.fixture(autouse=True)
def _as_owner() -> Iterator[None]:
    with within(OWNER):
        yield


def names(found: Iterator[Table] | list[Table]) -> list[str]:
    return [table.name for table in found]


def guarded() -> list[Table]:
    return [table for table in tables() if "enterprise_id" in table.columns or table.name in _BY_PARENT]


def rows(question: str, *given: str | list[str]) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, given)
        return list(cursor.fetchall())


def ask_as(role: str, statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role}")
        cursor.execute(statement)


def test_every_table_has_been_thought_about() -> None:
    assert [table.name for table in tables() if not is_decided(table.name, frozenset(table.columns))] == []


def test_every_table_with_an_enterprise_has_row_security_enabled_and_forced() -> None:
    assert names([table for table in guarded() if not (table.is_enabled and table.is_forced)]) == []
    assert len(guarded()) > 30


def test_every_table_with_an_enterprise_has_a_policy_for_each_role() -> None:
    assert names([table for table in guarded() if not {"platform", "enterprise"} <= table.policies.keys()]) == []


def test_nothing_is_owed_after_a_migration() -> None:
    assert list(owed_statements()) == []


def test_a_new_table_with_an_enterprise_is_found_unguarded_and_then_guarded() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE benefits_new (id uuid PRIMARY KEY, enterprise_id uuid NOT NULL)")
    assert names([table for table in guarded() if not table.is_forced]) == ["benefits_new"]
    guard_database()
    assert names([table for table in guarded() if not table.is_forced]) == []


def test_a_new_table_without_an_enterprise_asks_to_be_thought_about() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE benefits_new (id uuid PRIMARY KEY)")
    assert [t.name for t in tables() if not is_decided(t.name, frozenset(t.columns))] == ["benefits_new"]


def test_a_table_that_needs_no_guard_any_more_is_not_left_empty_for_everybody() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE supply_brand ENABLE ROW LEVEL SECURITY")
        cursor.execute("ALTER TABLE supply_brand FORCE ROW LEVEL SECURITY")
    guard_database()
    assert [(table.is_enabled, table.is_forced) for table in tables() if table.name == "supply_brand"] == [(False, False)]
    assert list(owed_statements()) == []


def test_a_guard_that_was_taken_away_is_put_back() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE benefits_grant NO FORCE ROW LEVEL SECURITY")
        cursor.execute("DROP POLICY enterprise ON benefits_grant")
        cursor.execute(f"GRANT DELETE ON common_event TO {PLATFORM_ROLE}")
    assert len(list(owed_statements())) == 6  # Force, the policy and its mark; all of the feed's privileges are given anew.
    guard_database()
    assert list(owed_statements()) == []


def test_no_setting_passes_over_a_trigger() -> None:
    grant = make_grant(state="revoked", revoked_at=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT array_agg(tgname)::text FROM pg_trigger WHERE tgrelid = 'benefits_grant'::regclass AND NOT tgisinternal")
        cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", cursor.fetchone())
        with pytest.raises(IntegrityError, match="can not make this move: revoked to claimable"):
            cursor.execute("UPDATE benefits_grant SET state = 'claimable' WHERE id = %s", [grant.id])


def test_a_function_that_a_setting_could_ask_again_is_owed_and_put_back() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """CREATE OR REPLACE FUNCTION _pgtrigger_should_ignore(trigger_name name) RETURNS boolean LANGUAGE sql
               AS $$SELECT trigger_name = ANY(current_setting('pgtrigger.ignore')::text[])$$"""
        )
    assert len(list(owed_statements())) == 1
    guard_database()
    assert list(owed_statements()) == []


def test_no_role_is_mighty_or_owns_anything() -> None:
    assert rows("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s) AND (rolsuper OR rolbypassrls OR rolcanlogin)", list(ROLES)) == []
    assert rows("SELECT relname FROM pg_class WHERE pg_get_userbyid(relowner) = ANY(%s)", list(ROLES)) == []
    assert rows("SELECT proname FROM pg_proc WHERE pg_get_userbyid(proowner) = ANY(%s)", list(ROLES)) == []
    assert rows("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", list(ROLES)) != []


@pytest.mark.parametrize("table", ["common_event", "common_posting", "common_transfer"])
@pytest.mark.parametrize("privilege", ["UPDATE", "DELETE", "TRUNCATE"])
@pytest.mark.parametrize("role", ROLES)
def test_no_role_rewrites_the_feed_or_the_ledger(role: str, privilege: str, table: str) -> None:
    assert rows("SELECT has_table_privilege(%s, %s, %s)", role, table, privilege) == [(False,)]
    statement = {"UPDATE": "UPDATE {} SET id = id", "DELETE": "DELETE FROM {}", "TRUNCATE": "TRUNCATE {}"}[privilege].format(table)
    with pytest.raises(ProgrammingError, match="permission denied"):
        ask_as(role, statement)


def test_partitions_have_no_door_of_their_own() -> None:
    assert (
        rows(
            """SELECT c.relname FROM pg_class c CROSS JOIN unnest(%s::text[]) AS r (role)
           WHERE c.relispartition AND has_table_privilege(r.role, c.oid, 'SELECT, INSERT, UPDATE, DELETE')""",
            list(ROLES),
        )
        == []
    )


SEALED = [
    ("supply_code", "ciphertext"),
    ("supply_code", "fingerprint"),
    ("supply_lot", "wrapped_key"),
    ("supply_stagedcode", "ciphertext"),
    ("supply_intakechunk", "sealed"),
    ("common_rootkey", "wrapped_key"),
]


@pytest.mark.parametrize(("table", "column"), SEALED)
def test_only_the_vault_reads_what_is_sealed(table: str, column: str) -> None:
    may = [rows("SELECT has_column_privilege(%s, %s, %s, 'SELECT')", role, table, column)[0][0] for role in ROLES]
    assert dict(zip(ROLES, may, strict=True)) == {PLATFORM_ROLE: False, ENTERPRISE_ROLE: False, VAULT_ROLE: True}
    with pytest.raises(ProgrammingError, match="permission denied"):
        ask_as(PLATFORM_ROLE, f"SELECT * FROM {table}")


def test_models_and_guards_name_the_same_sealed_columns() -> None:
    from django.apps import apps

    kept_out = {m._meta.db_table: set(m.SEALED) for m in apps.get_models() if hasattr(m, "SEALED")}
    assert kept_out == {name: set(guard_of(name, frozenset()).sealed) for name in kept_out}
    assert set(kept_out) == {table for table, _column in SEALED} - {"common_rootkey"}
