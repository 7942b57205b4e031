"""Nothing asks the feed for an enterprise's events in their order; each event paid for the index."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("common", "0012_temporary_tables_last")]
    operations = [
        migrations.RunSQL(
            "DROP INDEX event_enterprise",
            "CREATE INDEX event_enterprise ON common_event (enterprise_id, id) WHERE enterprise_id IS NOT NULL",
        ),
    ]
