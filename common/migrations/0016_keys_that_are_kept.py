"""Keys that alone guard what they made are never forgotten."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("common", "0015_served_of_late")]
    operations = [
        migrations.AddField("replay", "is_only_guard", models.BooleanField(db_default=False)),
        migrations.RunSQL(
            "UPDATE common_replay SET is_only_guard = true WHERE scope LIKE 'enterprise:%' OR scope LIKE '%opening:%'",
            migrations.RunSQL.noop,
        ),
    ]
