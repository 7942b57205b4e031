"""The root key of the platform."""

import base64
from typing import Any

from django.conf import settings
from django.db import migrations, models

from common.sealed.root import make_root_key

# A second row would split the platform into what opens and what does not.
_TABLE = """
CREATE TABLE common_rootkey (
    id smallint PRIMARY KEY CONSTRAINT root_key_is_one CHECK (id = 1), wrapped_key bytea NOT NULL, key_version text NOT NULL)
"""
_SEALED_BEFORE = "SELECT to_regclass('members_identity') IS NOT NULL AND to_regclass('supply_lot') IS NOT NULL"
_ANY = "SELECT EXISTS (SELECT 1 FROM members_identity) OR EXISTS (SELECT 1 FROM supply_lot)"


def keep_a_root_key(apps: Any, editor: Any) -> None:
    """What was sealed before there was a root key was sealed under the master key: then that is the root key."""
    with editor.connection.cursor() as cursor:
        cursor.execute(_SEALED_BEFORE)
        is_old = cursor.fetchone()[0]
        if is_old:
            cursor.execute(_ANY)
            is_old = cursor.fetchone()[0]
    make_root_key(apps.get_model("common", "RootKey").objects, secret=base64.b64decode(settings.VAULT_KEY) if is_old else None)


class Migration(migrations.Migration):
    dependencies = [("common", "0007_duties")]

    operations = [
        # Emptying all tables, as Django's flush does, must never lose what everything else is sealed under: it does not know this one.
        migrations.RunSQL(_TABLE, "DROP TABLE common_rootkey"),
        migrations.CreateModel(
            name="RootKey",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("wrapped_key", models.BinaryField()),
                ("key_version", models.TextField()),
            ],
            options={"managed": False},
        ),
        migrations.RunPython(keep_a_root_key, migrations.RunPython.noop),
    ]
