"""
``NOISE=1``: three neighbours stand in the database before every test, and nothing that it sees, asks or counts may change by them.

Left out are the few tests marked ``alone``, which mean something only without: each says why.
"""

import os

import pytest
from pytest_django.plugin import blocking_manager_key

from common.scope import PLATFORM, within
from members.models import Enterprise
from tests.noise.eye import narrow_the_eye
from tests.noise.tenants import MARK, make_noise

_IS_WANTED = os.environ.get("NOISE") == "1"
_has_database = False
if _IS_WANTED:
    narrow_the_eye()


@pytest.fixture(scope="session", autouse=_IS_WANTED)
def neighbours(request: pytest.FixtureRequest, _root_key: None) -> None:
    """The database is there: from now on the neighbours are in it before every test. Where no test asks for it, there is none."""
    global _has_database
    _has_database = any(item.get_closest_marker("django_db") for item in request.session.items)
    if _has_database:
        _let_them_in(request.config)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test that commits has everything emptied behind it, the neighbours too: they come back before the next."""
    if _has_database:
        _let_them_in(item.config)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With neighbours, leave out what only means something without."""
    if not _IS_WANTED:
        return
    alone = [item for item in items if item.get_closest_marker("alone")]
    config.hook.pytest_deselected(items=alone)
    items[:] = [item for item in items if item not in alone]


def _let_them_in(config: pytest.Config) -> None:
    with config.stash[blocking_manager_key].unblock(), within(PLATFORM):
        if not Enterprise.objects.filter(slug__startswith=MARK).exists():
            make_noise()
