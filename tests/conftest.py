"""What every test stands on."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.utils import translation
from pytest_django import DjangoDbBlocker

from common.scope import OWNER, PLATFORM, begin_as, within
from common.sealed.root import root_key
from tests.locks.plugin import pytest_runtest_call
from tests.noise.plugin import neighbours, pytest_collection_modifyitems, pytest_runtest_setup

# In every test the order of locks is watched; with NOISE=1 every test has neighbours.
__all__ = ["neighbours", "pytest_collection_modifyitems", "pytest_runtest_call", "pytest_runtest_setup"]

# Tests set their stage as the platform would; requests, jobs and `within` narrow from there.
begin_as(PLATFORM)


@pytest.fixture(scope="session", autouse=True)
def _root_key(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Sealing needs the root key, which is in the database; read once, it serves the tests that have none."""
    if not str(connection.settings_dict["NAME"]).startswith("test_"):
        return  # No test of this run wants a database, and none was made.
    with django_db_blocker.unblock():
        root_key()


@pytest.fixture(autouse=True)
def _empty_feed(request: pytest.FixtureRequest) -> Iterator[None]:
    """Tests that commit leave events behind that Django's flush does not know: the feed is emptied after them."""
    yield
    marker = request.node.get_closest_marker("django_db")
    commits = "transactional_db" in request.fixturenames or "live_server" in request.fixturenames
    if commits or (marker is not None and marker.kwargs.get("transaction")):
        request.getfixturevalue("django_db_blocker").unblock()
        with within(OWNER), connection.cursor() as cursor:
            cursor.execute("TRUNCATE common_event")
        request.getfixturevalue("django_db_blocker").restore()


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """A request leaves the language of its visitor behind in its thread; the next test begins in none."""
    translation.deactivate()
    yield
    translation.deactivate()
