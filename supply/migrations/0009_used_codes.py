"""How many of a lot's codes were used, as far as anybody said."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("supply", "0008_rows_without_secrets")]
    operations = [
        migrations.AddField(
            model_name="code", name="used_at", field=models.DateTimeField(null=True, verbose_name="used up at")
        ),
        # No code was used before there was this column: nothing need be looked at under the lock.
        AddConstraintNotValid(
            model_name="code",
            constraint=models.CheckConstraint(condition=Q(used_at=None) | Q(issued_at__isnull=False), name="code_used_was_issued"),
        ),
    ]
