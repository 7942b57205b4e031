"""The watch itself: it sees locks, knows which wait, and says which go against the order."""

import pytest
from django.db import connection, transaction

from tests.factories import make_grant, make_member
from tests.locks.order import ORDER, against_the_order
from tests.locks.recorder import Edge, Lock, Recorder, locks_of


@pytest.mark.parametrize(
    ("sql", "params", "locks"),
    [
        ('SELECT "benefits_grant"."id" FROM "benefits_grant" WHERE id = %s FOR UPDATE', [1], [Lock("benefits_grant", True)]),
        ('SELECT 1 FROM "benefits_grant" INNER JOIN "t" ON x FOR UPDATE OF "benefits_grant"', [], [Lock("benefits_grant", True)]),
        ("SELECT id FROM benefits_grant g JOIN t ON x ORDER BY g.id FOR UPDATE OF g SKIP LOCKED", [], [Lock("benefits_grant", False)]),
        ("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", ["limit:0190-aa:0190-bb"], [Lock("advisory limit", True)]),
        ("SELECT pg_advisory_xact_lock(hashtextextended('benefits.issue:' || %s::text, 0))", [1], [Lock("advisory benefits.issue", True)]),
        ("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", ["supply.number.L20260302-"], [Lock("advisory supply.number", True)]),
        ("SELECT 1", None, []),
    ],
)
def test_locks_are_read_from_a_statement(sql: str, params: list[object] | None, locks: list[Lock]) -> None:
    assert locks_of(sql, params) == locks


def test_an_edge_against_the_order_is_told() -> None:
    assert against_the_order([Edge(ORDER[0], ORDER[1], "SELECT")]) == []
    assert "against the order" in against_the_order([Edge(ORDER[1], ORDER[0], "SELECT")])[0]
    assert "no place" in against_the_order([Edge(ORDER[0], "somewhere", "SELECT")])[0]


@pytest.mark.django_db
def test_what_one_act_locks_after_another_is_an_edge_and_a_new_act_begins_with_nothing() -> None:
    grant, edges = make_grant(make_member()), list[Edge]()
    watch = Recorder(len(connection.savepoint_ids), edges)
    with connection.execute_wrapper(watch):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT id FROM benefits_grant WHERE id = %s FOR UPDATE", [grant.id])
            cursor.execute("SELECT id FROM common_account LIMIT 1 FOR UPDATE SKIP LOCKED")  # There is one: the budget's.
            cursor.execute("SELECT id FROM supply_code LIMIT 1 FOR UPDATE")
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT id FROM benefits_batch WHERE id = %s FOR UPDATE", [grant.batch_id])
    assert [(edge.held, edge.wanted) for edge in edges] == [("benefits_grant", "supply_code"), ("common_account", "supply_code")]
