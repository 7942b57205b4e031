"""How many of a lot's codes were used, as far as anybody said."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    # A code file is not kept waiting while millions of codes are looked through.
    atomic = False
    dependencies = [("supply", "0008_rows_without_secrets")]
    operations = [
        migrations.AddField(
            model_name="code", name="used_at", field=models.DateTimeField(null=True, verbose_name="used up at")
        ),
        migrations.AddConstraint(
            model_name="code",
            constraint=models.CheckConstraint(condition=Q(used_at=None) | Q(issued_at__isnull=False), name="code_used_was_issued"),
        ),
        AddIndexConcurrently(
            model_name="code",
            index=models.Index(fields=["lot"], condition=Q(state="issued", used_at__isnull=False), name="code_used"),
        ),
    ]
