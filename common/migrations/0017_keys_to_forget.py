"""The sweep finds the keys that may be forgotten, and passes over none that are kept."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("common", "0016_keys_that_are_kept")]
    operations = [
        AddIndexConcurrently(
            "replay", models.Index(fields=["created_at"], condition=models.Q(is_only_guard=False), name="replay_to_forget")
        ),
        RemoveIndexConcurrently("replay", "replay_by_age"),
    ]
