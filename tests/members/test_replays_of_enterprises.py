"""Keys that were kept before they said whose they are are found again by their enterprise."""

from importlib import import_module

import pytest
from django.db import connection

from common.ids import new_id
from common.replay.models import Replay
from common.scope import enterprise, within
from tests.factories import NOW, make_enterprise, make_member

pytestmark = pytest.mark.django_db
FILL = import_module("members.migrations.0012_replays_of_enterprises").FILL


def test_every_kept_answer_finds_its_enterprise() -> None:
    one, member = make_enterprise(), make_member()
    for scope in (f"enterprise:{one.id}:grants", f"member:{member.id}:claim:{new_id()}"):
        Replay.objects.create(scope=scope, key="key-of-old", request_hash=b"x", status=201, answer={}, created_at=NOW)
    with connection.cursor() as cursor:
        cursor.execute(FILL)
    for owner in (one.id, member.enterprise_id):
        with within(enterprise(owner)):
            assert Replay.objects.count() == 1
