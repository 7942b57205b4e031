"""Every batch draws on one budget."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("benefits", "0006_grants_by_filter")]
    operations = [
        migrations.AlterField(
            model_name="batch",
            name="budget",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="benefits.budget", verbose_name="budget"),
        ),
    ]
