"""People at the consoles of ``stage``."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client, override_settings

from members.models import User
from tests.common.console import stage


@pytest.fixture
def consoles() -> Iterator[None]:
    stage.done.clear()
    with override_settings(ROOT_URLCONF=stage.__name__):
        yield


@pytest.fixture
def enter(consoles: None, db: None) -> Callable[[User], Client]:
    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="members.staff_login.StaffBackend")
        return client

    return sign_in
