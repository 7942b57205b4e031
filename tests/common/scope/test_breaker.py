"""A server that takes nobody, and a pool that is merely busy: who waits, and who is told at once to come again."""

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError, connection
from psycopg import sql

from common.ids import new_id
from common.scope import OWNER, within
from common.scope.backend.base import DatabaseWrapper
from common.scope.backend.breaker import OPEN_SECONDS
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 0.6
LOGIN, PASSWORD = f"rehearsed_{new_id().hex[-8:]}", "rehearsed"


def as_owner(statement: str) -> None:
    with within(OWNER), connection.cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(login=sql.Identifier(LOGIN), password=sql.Literal(PASSWORD)).as_string())


def refuse(*, connections: int) -> None:
    """The server takes so many of them; -1 is any number."""
    as_owner(f"ALTER ROLE {{login}} CONNECTION LIMIT {connections}")


@pytest.fixture
def alias() -> Iterator[str]:
    as_owner("CREATE ROLE {login} LOGIN NOINHERIT PASSWORD {password}")
    as_owner("GRANT quanyi_platform TO {login}")
    name = f"rehearsed-{new_id()}"
    yield name
    a_way_in(name, 1).close_pool()
    as_owner("DROP ROLE {login}")


def a_way_in(alias: str, most: int) -> DatabaseWrapper:
    """One caller's way to the pool of that name, as each thread has its own."""
    facts = connection.settings_dict
    pool = {"min_size": 0, "max_size": most, "timeout": PATIENCE, "reconnect_timeout": 0.2}
    own = {"USER": LOGIN, "PASSWORD": PASSWORD, "OPTIONS": {**facts["OPTIONS"], "pool": pool}}
    return DatabaseWrapper({**facts, **own}, alias)


def asked(way: DatabaseWrapper) -> tuple[str, float]:
    """What came of asking for a connection, and after how many seconds."""
    began_at = time.monotonic()
    try:
        way.ensure_connection()
    except OperationalError as error:
        return str(error), time.monotonic() - began_at
    return "", time.monotonic() - began_at


def test_who_comes_after_one_that_waited_in_vain_is_told_at_once(alias: str) -> None:
    refuse(connections=0)
    assert asked(a_way_in(alias, 4))[1] >= PATIENCE
    told, seconds = asked(a_way_in(alias, 4))
    assert (told, seconds < PATIENCE / 2) == ("the database gave no connection a moment ago", True)


def test_after_a_second_one_of_many_tries_and_the_others_do_not_wait_for_it(alias: str) -> None:
    refuse(connections=0)
    asked(a_way_in(alias, 4))
    time.sleep(OPEN_SECONDS)
    answers: list[Any] = together(8, lambda _n: asked(a_way_in(alias, 4)), connects=False)
    assert sum(seconds >= PATIENCE for _told, seconds in answers) == 1


def test_all_are_served_as_soon_as_one_was(alias: str) -> None:
    refuse(connections=0)
    asked(a_way_in(alias, 4))
    refuse(connections=-1)
    time.sleep(OPEN_SECONDS)
    ways = [a_way_in(alias, 4) for _ in range(3)]
    assert [asked(way)[0] for way in ways] == ["", "", ""]
    for way in ways:
        way.close()


def test_a_pool_that_is_merely_busy_refuses_nobody_early(alias: str) -> None:
    holder, late, patient = (a_way_in(alias, 1) for _ in range(3))
    holder.ensure_connection()
    assert asked(late)[1] >= PATIENCE
    holder.inc_thread_sharing()
    threading.Timer(PATIENCE / 2, holder.close).start()
    told, seconds = asked(patient)
    assert (told, PATIENCE / 3 < seconds < PATIENCE) == ("", True)
    patient.close()
