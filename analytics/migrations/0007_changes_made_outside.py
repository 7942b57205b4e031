"""A way into what was changed outside the consoles: by SQL, by a command, by a key. Built beside the work, one partition after the other."""

from django.db import migrations

INDEX = "event_made_outside"
# As in ``analytics.queries.audit``, word by word.
WHAT = """(at DESC, id DESC) WHERE (actor LIKE 'db:%' OR actor LIKE 'key:%' OR actor IN ('system:command', 'system:unfence'))
AND subject_type IN ('apikey', 'benefit', 'budget', 'credential', 'dutylimit', 'enterprise', 'group', 'key', 'listing', 'offer', 'periodictask',
'product', 'riskrule', 'schedule', 'scope', 'staff', 'supplier', 'terms', 'user', 'vault')"""


def build(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'common_event'::regclass ORDER BY 1")
        partitions = [name for (name,) in cursor.fetchall()]
        cursor.execute(f"CREATE INDEX IF NOT EXISTS {INDEX} ON ONLY common_event {WHAT}")
        for partition in partitions:
            part = f"{partition}_made_outside"
            cursor.execute(f"CREATE INDEX CONCURRENTLY IF NOT EXISTS {part} ON {partition} {WHAT}")
            cursor.execute(f"ALTER INDEX {INDEX} ATTACH PARTITION {part}")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("analytics", "0006_rights_beside_rights")]
    operations = [
        migrations.RunPython(build, migrations.RunPython.noop),
    ]
