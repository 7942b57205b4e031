"""How a scope reaches the server: with the first statement, for one transaction, and never longer."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from psycopg_pool import ConnectionPool

from common.scope import NOBODY, OWNER, PLATFORM, enterprise, kept, narrow, vault, within
from common.scope.backend.cursor import ScopedCursor, ScopedPreparedCursor
from common.scope.copying import copy_rows
from common.scope.scopes import NOTHING
from common.sql import prepared_cursor
from tests.factories import make_enterprise

ASK = "SELECT current_user::text, current_setting('app.scope', true), current_setting('app.enterprise', true)"


def here() -> tuple[str, ...]:
    with connection.cursor() as cursor:
        cursor.execute(ASK)
        return tuple(text or "" for text in cursor.fetchone())


def here_prepared() -> tuple[str, ...]:
    with prepared_cursor() as cursor:
        cursor.execute(ASK)
        return tuple(text or "" for text in cursor.fetchone())


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("ask", [here, here_prepared])
def test_a_statement_on_its_own_has_its_scope_and_leaves_none(ask: Callable[[], tuple[str, ...]]) -> None:
    company = make_enterprise()
    with within(enterprise(company.id)):
        assert ask() == ("quanyi_enterprise", "enterprise", str(company.id))
    assert ask() == ("quanyi_platform", "platform", "")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("ask", [here, here_prepared])
def test_a_transaction_goes_through_scopes_and_back(ask: Callable[[], tuple[str, ...]]) -> None:
    company = make_enterprise()
    with transaction.atomic(), within(enterprise(company.id)):
        first = ask()
        with within(vault()):
            second = ask()
        assert (first[0], second[0], ask()) == ("quanyi_enterprise", "quanyi_vault", first)


@pytest.mark.django_db
def test_a_scope_that_went_with_a_savepoint_is_said_again() -> None:
    company = make_enterprise()
    with within(enterprise(company.id)):
        with suppress(ZeroDivisionError), transaction.atomic(), within(PLATFORM):
            here()
            raise ZeroDivisionError
        assert here() == ("quanyi_enterprise", "enterprise", str(company.id))


@pytest.mark.django_db
def test_the_scope_is_said_once_and_costs_no_statement_of_its_own() -> None:
    with CaptureQueriesContext(connection) as queries, within(NOBODY):
        here()
        here()
    assert len(queries) == 2


@pytest.mark.django_db
def test_what_was_narrowed_ends_with_its_block() -> None:
    with kept():
        narrow(NOBODY)
        assert here()[1] == "enterprise"
    assert here()[1] == "platform"


@pytest.mark.django_db(transaction=True)
def test_rows_by_the_thousand_need_a_transaction() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        copy_rows("members_department", ["id"], [])


def test_only_what_changes_is_said() -> None:
    company = enterprise(UUID(int=1))
    assert PLATFORM.after(NOTHING) == ["SET LOCAL ROLE quanyi_platform", "SET LOCAL app.scope = 'platform'"]
    assert len(company.after(None)) == 3
    assert company.after(NOBODY) == [f"SET LOCAL app.enterprise = '{company.enterprise_id}'"]
    assert company.after(company) == []


@pytest.fixture
def pool(transactional_db: None) -> Iterator[ConnectionPool]:
    """One connection, as a web process keeps it."""
    given = {**connection.get_connection_params(), "autocommit": True}
    with ConnectionPool(kwargs=given, min_size=1, max_size=1) as kept_open:
        yield kept_open


@pytest.mark.parametrize("kind", [ScopedCursor, ScopedPreparedCursor])
@pytest.mark.parametrize("ending", ["commit", "rollback", "error", "alone"])
def test_nothing_leaks_to_the_next_who_takes_the_connection(pool: ConnectionPool, kind: type, ending: str) -> None:
    company = make_enterprise()
    with within(enterprise(company.id)), pool.connection() as taken:
        taken.autocommit = ending == "alone"
        kind(taken).execute(ASK)
        if ending == "error":
            with pytest.raises(Exception, match="division"):
                kind(taken).execute("SELECT 1/0")
        if ending != "alone":
            taken.rollback() if ending != "commit" else taken.commit()
            taken.autocommit = True
    with pool.connection() as taken:
        left = taken.pgconn.exec_(ASK.encode())
        assert [left.get_value(0, place) or b"" for place in (1, 2)] == [b"", b""]
        assert left.get_value(0, 0) == taken.info.user.encode()


@pytest.mark.django_db
def test_the_owner_takes_no_role() -> None:
    with within(OWNER):
        assert here()[0] == connection.settings_dict["USER"]
