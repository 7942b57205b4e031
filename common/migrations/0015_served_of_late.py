"""Who was served of late is looked up after every slice of a job."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("common", "0014_when_a_job_was_served")]
    operations = [
        AddIndexConcurrently(
            model_name="job",
            index=models.Index(fields=["served_at"], condition=models.Q(served_at__isnull=False), name="job_served"),
        ),
    ]
