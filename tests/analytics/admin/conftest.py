"""The operators' console over a small platform."""

import pytest

from tests.analytics.admin.world import World, make_world


@pytest.fixture
def world(db: None) -> World:
    return make_world()
