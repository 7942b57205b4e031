"""Two ways into what people changed: by time, and by person. Built beside the work, one partition after the other."""

from django.db import migrations

INDEXES = {
    "event_by_people": "(at DESC, id DESC) WHERE actor LIKE 'user:%'",
    "event_by_person": "(actor, at DESC, id DESC) WHERE actor LIKE 'user:%'",
}


def build(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'common_event'::regclass ORDER BY 1")
        partitions = [name for (name,) in cursor.fetchall()]
        for index, what in INDEXES.items():
            cursor.execute(f"CREATE INDEX IF NOT EXISTS {index} ON ONLY common_event {what}")
            for partition in partitions:
                part = f"{partition}_{index.removeprefix('event_')}"
                cursor.execute(f"CREATE INDEX CONCURRENTLY IF NOT EXISTS {part} ON {partition} {what}")
                cursor.execute(f"ALTER INDEX {index} ATTACH PARTITION {part}")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("analytics", "0002_changes_are_kept")]
    operations = [
        migrations.RunPython(build, migrations.RunPython.noop),
    ]
