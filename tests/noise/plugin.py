"""
``NOISE=1``: three neighbours stand in the database before every test, and nothing that it sees, asks or counts may change by them.

Left out are the tests that look at the platform as a whole, marked ``platform``: operators do see the neighbours.
"""

import os

import pytest
from pytest_django import DjangoDbBlocker

from common.scope import PLATFORM, within
from members.models import Enterprise
from tests.noise.eye import narrow_the_eye
from tests.noise.tenants import MARK, make_noise

IS_WANTED = os.environ.get("NOISE") == "1"
if IS_WANTED:
    narrow_the_eye()


@pytest.fixture(scope="session", autouse=IS_WANTED)
def _neighbours_for_all(_root_key: None, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock():
        _let_them_in()


@pytest.fixture(autouse=IS_WANTED)
def _neighbours_again(request: pytest.FixtureRequest) -> None:
    """A test that commits has everything emptied behind it; the neighbours come back before the next."""
    marker = request.node.get_closest_marker("django_db")
    if "transactional_db" in request.fixturenames or (marker is not None and marker.kwargs.get("transaction")):
        request.getfixturevalue("transactional_db")
        _let_them_in()


def _let_them_in() -> None:
    with within(PLATFORM):
        if not Enterprise.objects.filter(slug__startswith=MARK).exists():
            make_noise()
