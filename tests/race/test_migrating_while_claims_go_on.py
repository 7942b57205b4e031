"""The indexes of a million grants are exchanged while members claim, others look, and a report reads for seconds."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from benefits.models import Grant
from common.ids import new_id
from common.scope import OWNER, within
from redemption.models import Redemption
from tests.architecture.test_migrations import later_ones
from tests.factories import make_benefit, make_budget, make_enterprise, make_grant, make_member
from tests.faults.rig import database_url
from tests.redemption.operations.claiming import claim, stock_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
EXCHANGED = [("benefits", "0016_lists_of_a_million"), ("redemption", "0010_lists_of_a_million")]
CLAIMS, OTHERS = 300, 5_000
LONGEST_WAIT_SECONDS = 2


def migrated(*, backwards: bool = False) -> None:
    """The two migrations alone, one way or the other."""
    with within(OWNER):
        executor = MigrationExecutor(connection)
        for key in reversed(EXCHANGED) if backwards else EXCHANGED:
            migration = executor.loader.get_migration(*key)
            before = executor.loader.project_state(key, at_end=False)
            (executor.unapply_migration if backwards else executor.apply_migration)(before, migration)


def indexes() -> set[tuple[str, bool]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexrelid::regclass::text, indisvalid FROM pg_index"
            " WHERE indrelid IN ('benefits_grant'::regclass, 'redemption_redemption'::regclass)"
        )
        return set(cursor.fetchall())


@contextmanager
def report(seconds: float) -> Iterator[None]:
    """Somebody reads both tables in one transaction, and takes their time."""
    with psycopg.connect(database_url()) as reader:
        reader.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ  # One picture of both: what is concurrent waits for its end.
        reader.execute("SELECT (SELECT count(*) FROM benefits_grant), (SELECT count(*) FROM redemption_redemption)")
        end = threading.Timer(seconds, reader.rollback)
        end.start()
        yield
        end.join()


@contextmanager
def meanwhile(*acts: Callable[[], object]) -> Iterator[list[float]]:
    """Each act again and again in a thread of its own; how long each took. The first failure is raised at the end."""
    is_over, waits, failures = threading.Event(), [0.0], []

    def again(act: Callable[[], object]) -> None:
        try:
            while not is_over.is_set():
                began_at = time.monotonic()
                act()
                waits.append(time.monotonic() - began_at)
                is_over.wait(0.03)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=again, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    try:
        yield waits
    finally:
        is_over.set()
        for thread in threads:
            thread.join()
    if failures:
        raise failures[0]


def test_no_claim_and_no_look_fails_or_waits_long_while_indexes_are_exchanged_there_and_back() -> None:
    benefit, enterprise = make_benefit("code"), make_enterprise()
    stock_of(benefit.product, CLAIMS)
    make_budget(enterprise, is_default=True, amount=10_000_000)
    member = make_member(enterprise)
    to_claim = [make_grant(member, benefit) for _ in range(CLAIMS)]
    _many_like(to_claim[0])
    before, left = indexes(), list(to_claim)

    def claim_one() -> None:
        if left:
            claim(left.pop())

    def look() -> None:
        assert len(Grant.objects.filter(benefit=benefit).order_by("-id")[:50]) == 50

    with meanwhile(claim_one, claim_one, look, look) as waits:
        for backwards in (True, False):
            with report(4.5):
                migrated(backwards=backwards)
    claimed = CLAIMS - len(left)
    assert indexes() == before
    assert Redemption.objects.filter(state="fulfilled").count() == claimed > 20
    assert max(waits) < LONGEST_WAIT_SECONDS


def test_whatever_is_outside_of_a_transaction_may_be_begun_again_when_it_was_done() -> None:
    before = indexes()
    with within(OWNER):
        loader = MigrationExecutor(connection).loader
        for migration in [each for each in later_ones() if not each.atomic]:
            state = loader.project_state((migration.app_label, migration.name), at_end=False)
            with connection.schema_editor(atomic=False) as editor:
                migration.apply(state, editor)
    assert indexes() == before


def _many_like(grant: Grant) -> None:
    names = [field.name for field in Grant._meta.concrete_fields if field.name not in ("id", "serial")]
    same = {name: getattr(grant, name) for name in names}
    Grant.objects.bulk_create([Grant(id=(each := new_id()), serial=each.hex[:24], **same) for _ in range(OTHERS)], batch_size=1000)
