"""The feed: written by the database, whoever writes; append-only; read without losing what commits late."""

import threading
import time

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import InternalError, ProgrammingError

from benefits.models import Grant
from common.actors import Actor, system
from common.feed import note, read, sign, trail_of
from common.feed.models import Cursor, Event
from common.feed.partitions import make_partitions
from common.scope import OWNER, within
from supply.models import Supplier
from tests.factories import NOW, make_grant, make_member, make_supplier

pytestmark = pytest.mark.django_db


# What was written into a row is told beside how it stands, and proven elsewhere.
BESIDE = ("supplier.made", "supplier.changed")


def events_of(supplier: Supplier) -> list[tuple[str, str, str]]:
    told = Event.objects.filter(subject_id=supplier.id).exclude(kind__in=BESIDE)
    return list(told.order_by("id").values_list("kind", "before", "after"))


def test_change_of_state_becomes_an_event_signed_by_its_actor() -> None:
    supplier = make_supplier()
    sign(Actor("user", "u1"), "late deliveries")
    supplier.state = "suspended"
    supplier.save()
    event = Event.objects.filter(subject_id=supplier.id).latest("id")
    assert (event.kind, event.before, event.after, event.actor, event.reason) == (
        "supplier.suspended",
        "active",
        "suspended",
        "user:u1",
        "late deliveries",
    )


def test_bulk_update_leaves_one_event_a_row() -> None:
    suppliers = [make_supplier() for _ in range(3)]
    Supplier.objects.filter(id__in=[s.id for s in suppliers]).update(state="suspended")
    assert [events_of(s)[-1] for s in suppliers] == [("supplier.suspended", "active", "suspended")] * 3


def test_raw_sql_leaves_the_same_trail_signed_by_the_database_user() -> None:
    supplier = make_supplier()
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('quanyi.actor', '', true)")
        cursor.execute("UPDATE supply_supplier SET state = 'suspended' WHERE id = %s", [supplier.id])
        cursor.execute("SELECT session_user")
        user = cursor.fetchone()[0]
    assert Event.objects.filter(subject_id=supplier.id).latest("id").actor == f"db:{user}"


def test_update_without_a_change_of_state_leaves_no_event() -> None:
    supplier = make_supplier()
    before = events_of(supplier)
    Supplier.objects.filter(id=supplier.id).update(name="另一个名字")
    assert events_of(supplier) == before


def test_two_moves_in_one_statement_leave_two_events_in_their_order() -> None:
    grants = [make_grant(), make_grant()]
    mine = Grant.objects.filter(id__in=[grant.id for grant in grants])
    mine.update(state="fulfilled", claimed_at=NOW, fulfilled_at=NOW)
    told = Event.objects.filter(subject_id__in=[grant.id for grant in grants], before__gt="").order_by("id")
    moves = [("grant.claimed", "claimable", "claimed"), ("grant.fulfilled", "claimed", "fulfilled")]
    for grant in grants:
        assert list(told.filter(subject_id=grant.id).values_list("kind", "before", "after")) == moves
    mine.update(state="used", used_at=NOW)  # One move stays one event.
    assert told.count() == 6


def test_move_outside_the_table_of_moves_fails() -> None:
    grant = make_grant(state="revoked", revoked_at=NOW)
    with pytest.raises(IntegrityError, match="can not make this move"), transaction.atomic():
        Grant.objects.filter(id=grant.id).update(state="claimable", revoked_at=None)


@pytest.mark.parametrize("statement", ["UPDATE common_event SET reason = 'x'", "DELETE FROM common_event"])
def test_feed_is_append_only(statement: str) -> None:
    make_supplier()
    refused = pytest.raises((ProgrammingError, InternalError), match="append-only")
    with within(OWNER), refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_note_carries_enterprise_member_and_facts() -> None:
    member = make_member()
    grant = make_grant(member)
    note("grant.reminded", subject=grant, data={"times": 2})
    event = Event.objects.get(kind="grant.reminded")
    assert (event.enterprise_id, event.member_id, event.data) == (member.enterprise_id, member.id, {"times": 2})


def actor_now() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('quanyi.actor', true)")
        return str(cursor.fetchone()[0] or "")


@pytest.mark.django_db(transaction=True)
def test_signature_ends_with_its_transaction() -> None:
    with transaction.atomic():
        sign(system("a test"))
        inside = actor_now()
    assert (inside, actor_now()) == ("system:a test", "")


def test_trail_tells_one_life_in_order() -> None:
    supplier, other = make_supplier(), make_supplier()
    Supplier.objects.filter(id__in=[supplier.id, other.id]).update(state="suspended")
    kinds = [entry.kind for entry in trail_of([("supplier", supplier.id)]) if entry.kind not in BESIDE]
    assert kinds == ["supplier.registered", "supplier.suspended"]


@within(OWNER)
def test_partitions_are_made_ahead_once() -> None:
    made = make_partitions(today=NOW.date(), ahead_months=2)
    assert made == ["common_event_2026_03", "common_event_2026_04", "common_event_2026_05"]
    assert make_partitions(today=NOW.date(), ahead_months=2) == made


def kinds_read(supplier: Supplier) -> list[str]:
    """What the reader hands over of a supplier, once it hands over anything: an open transaction anywhere holds it back."""
    for _turn in range(600):
        found = [entry.kind for entry in read("a reader") if entry.subject_id == supplier.id and entry.kind not in BESIDE]
        if found:
            return found
        time.sleep(0.05)
    return []


@pytest.mark.django_db(transaction=True)
def test_reader_passes_each_event_once() -> None:
    supplier = make_supplier()
    first = kinds_read(supplier)
    Supplier.objects.filter(id=supplier.id).update(state="suspended")
    assert (first, kinds_read(supplier), list(read("a reader"))) == (["supplier.registered"], ["supplier.suspended"], [])


@pytest.mark.django_db(transaction=True)
def test_reader_that_fails_reads_the_same_again() -> None:
    supplier = make_supplier()
    with transaction.atomic():
        assert kinds_read(supplier) == ["supplier.registered"]
        transaction.set_rollback(True)
    assert kinds_read(supplier) == ["supplier.registered"]


@pytest.mark.django_db(transaction=True)
def test_reader_does_not_lose_an_event_that_commits_late() -> None:
    """A plain cursor on the id would pass the open transaction's event and never come back."""
    written, may_commit = threading.Event(), threading.Event()

    def late() -> None:
        try:
            with transaction.atomic():
                make_supplier("late")
                written.set()
                may_commit.wait(10)
        finally:
            connection.close()

    thread = threading.Thread(target=late)
    thread.start()
    written.wait(10)
    early = make_supplier("early")
    held_back = [entry.kind for entry in read("a reader") if entry.subject_id == early.id]
    may_commit.set()
    thread.join()
    assert held_back == []
    assert kinds_read(Supplier.objects.get(slug="late")) == ["supplier.registered"]
    assert Cursor.objects.get(name="a reader").event_id > 0
