"""The embedded broker's queues live in PostgreSQL itself: pgmq, as its package ships it."""

from django.db import migrations
from pgmq import get_embedded_install_sql


class Migration(migrations.Migration):
    dependencies = []
    operations = [migrations.RunSQL(get_embedded_install_sql(), migrations.RunSQL.noop)]
