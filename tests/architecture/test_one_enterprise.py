"""I26: a row and whatever it belongs to are of one enterprise, in the schema and for good."""

from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, models, transaction

from benefits.models import Batch, Budget, Grant
from common.ids import new_id
from common.ledger.models import Account
from members.models import Member
from redemption.models import Redemption
from supply.models import Code
from tests.factories import NOW, make_enterprise, make_member
from tests.redemption.operations.claiming import claim, code_grant

pytestmark = pytest.mark.django_db

# A parent that may be anybody's has no enterprise to agree with.
_SINGLE_KEYS = """
WITH of_one AS (SELECT attrelid, attnotnull FROM pg_attribute WHERE attname = 'enterprise_id' AND NOT attisdropped)
SELECT conrelid::regclass::text, a.attname
FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
JOIN of_one child ON child.attrelid = c.conrelid JOIN of_one parent ON parent.attrelid = c.confrelid
WHERE contype = 'f' AND parent.attnotnull AND array_length(conkey, 1) = 1 AND NOT EXISTS (
    SELECT 1 FROM pg_constraint d WHERE d.contype = 'f' AND d.conrelid = c.conrelid AND d.confrelid = c.confrelid AND d.convalidated
        AND array_length(d.conkey, 1) = 2 AND d.conkey[2] = c.conkey[1])
"""


def test_every_foreign_key_between_two_things_of_an_enterprise_carries_the_enterprise() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_SINGLE_KEYS)
        assert cursor.fetchall() == []


def test_a_key_of_one_column_is_left_out_only_where_one_of_two_stands_for_it() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT conrelid::regclass::text, conkey[2] FROM pg_constraint WHERE contype = 'f' AND array_length(conkey, 1) = 2")
        of_two = set(cursor.fetchall())
        cursor.execute("SELECT attrelid::regclass::text, attname, attnum FROM pg_attribute WHERE attnum > 0 AND NOT attisdropped")
        numbers = {(table, name): number for table, name, number in cursor.fetchall()}
    assert [
        f"{table}.{field.column}"
        for table, field in _unconstrained()
        if (table, numbers[table, field.column]) not in of_two and table not in ("supply_code", "supply_stagedcode")
    ] == []


def _unconstrained() -> list[tuple[str, Any]]:
    return [
        (model._meta.db_table, field)
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey) and not field.db_constraint  # type: ignore[attr-defined]
    ]


def _written_at_once(statement: str, *values: Any) -> None:
    """A statement, with what is checked at the end of a transaction checked now."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("column", ["member_id", "budget_id", "batch_id"])
def test_no_grant_is_made_of_what_another_enterprise_has(column: str) -> None:
    ours, theirs = code_grant(member=make_member(make_enterprise())), code_grant(member=make_member(make_enterprise()))
    names = [field.column for field in Grant._meta.local_fields]
    values = {name: getattr(ours, name) for name in names} | {"id": new_id(), "serial": "G-OTHER", column: getattr(theirs, column)}
    into = f"INSERT INTO benefits_grant ({', '.join(names)}) VALUES ({', '.join(['%s'] * len(names))})"
    with pytest.raises(IntegrityError, match="in_enterprise"):
        _written_at_once(into, *values.values())


def test_no_redemption_is_made_of_anothers_grant() -> None:
    ours, theirs = code_grant(member=make_member(make_enterprise())), code_grant(member=make_member(make_enterprise()))
    with pytest.raises(IntegrityError, match="redemption_grant_in_enterprise"):
        _written_at_once(
            "INSERT INTO redemption_redemption (id, enterprise_id, member_id, grant_id, benefit_id, created_at, kind, quantity, state, item_no,"
            " account_masked, failure) VALUES (%s, %s, %s, %s, %s, %s, 'topup', 1, 'pending', 1, '', '')",
            *(new_id(), ours.enterprise_id, ours.member_id, theirs.id, ours.benefit_id, NOW),
        )


@pytest.mark.parametrize("model", [Batch, Budget, Code, Grant, Member, Redemption])
def test_nothing_takes_another_id_and_comes_back_in_another_state(model: type[models.Model]) -> None:
    claim(code_grant())
    row = model._base_manager.values_list("pk", flat=True)[0]
    with pytest.raises(DatabaseError, match="Cannot update rows"):
        _written_at_once(f"UPDATE {model._meta.db_table} SET id = %s WHERE id = %s", new_id(), row)


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("benefits_grant", "enterprise_id"),
        ("benefits_grant", "member_id"),
        ("benefits_grant", "benefit_id"),
        ("redemption_redemption", "member_id"),
        ("redemption_redemption", "grant_id"),
        ("members_member", "enterprise_id"),
        ("benefits_budget", "enterprise_id"),
        ("common_account", "floor"),
        ("common_account", "owner_id"),
    ],
)
def test_whose_it_is_never_changes(table: str, column: str) -> None:
    claim(code_grant())
    value = None if column == "floor" else new_id()
    with pytest.raises(DatabaseError, match="Cannot update rows"):
        _written_at_once(f"UPDATE {table} SET {column} = %s WHERE {column} IS NOT NULL", value)


@pytest.mark.parametrize(("column", "value"), [("purpose_id", new_id()), ("member_id", new_id()), ("revealed_at", None)])
def test_an_issued_code_stays_whose_it_is_and_was_shown_when_it_was_shown(column: str, value: UUID | None) -> None:
    claim(code_grant())
    Code.objects.filter(state="issued").update(revealed_at=NOW)
    with pytest.raises(DatabaseError, match="Cannot update rows"):
        _written_at_once(f"UPDATE supply_code SET {column} = %s WHERE state = 'issued'", value)


def test_a_balance_still_moves() -> None:
    assert Account.objects.exclude(balance=0).count() == 0
    code_grant()
    assert Account.objects.exclude(balance=0).count() > 0
