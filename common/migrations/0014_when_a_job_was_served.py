"""Turns among enterprises: when each was last served."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("common", "0013_no_index_without_a_question")]
    operations = [
        migrations.AddField(
            model_name="job",
            name="served_at",
            field=models.DateTimeField(null=True, verbose_name="last had a worker at"),
        ),
    ]
