"""F39: no number that rows are told apart by runs out, and a jump in a sequence harms nobody."""

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from common.scope import OWNER, within
from members.models import User
from tests.factories import make_operator

LAST_OF_32_BITS = 2**31 - 1
# As many rows as the code has kinds of objects, rights, roles and schedules, and one root key; nobody makes more from outside.
AS_MANY_AS_THE_CODE_HAS = (
    r"^(auth_(permission|group)|django_content_type|django_celery_beat_|common_rootkey\.id$"
    r"|members_user_(groups|user_permissions)\.|\w+\.content_type_id$)"
)


@pytest.mark.django_db
def test_only_what_the_code_counts_is_numbered_by_32_bits() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            r"""
            SELECT format('%%s.%%s', table_name, column_name) FROM information_schema.columns
            WHERE table_schema = 'public' AND data_type IN ('integer', 'smallint') AND (column_name = 'id' OR column_name LIKE '%%\_id')
                AND format('%%s.%%s', table_name, column_name) !~ %s
            """,
            [AS_MANY_AS_THE_CODE_HAS],
        )
        assert cursor.fetchall() == []


@pytest.mark.django_db
def test_only_what_the_code_counts_is_drawn_from_a_sequence_of_32_bits() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' AND data_type <> 'bigint'::regtype AND sequencename !~ %s",
            [AS_MANY_AS_THE_CODE_HAS.replace(r"\.", "_")],
        )
        assert cursor.fetchall() == []


@pytest.mark.django_db
def test_rows_are_numbered_past_32_bits() -> None:
    operator: User = make_operator()
    with within(OWNER), connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence('django_admin_log', 'id'), %s)", [LAST_OF_32_BITS])
    entry = LogEntry.objects.create(
        user=operator, content_type=ContentType.objects.get_for_model(User), object_id="1", object_repr="-", action_flag=CHANGE
    )
    assert entry.pk == LAST_OF_32_BITS + 1
