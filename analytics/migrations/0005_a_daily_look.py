"""Coincidences are looked for once a day; how often can be changed in the console."""

from django.db import migrations

TASK, NAME = "analytics.look_for_coincidences", "Look for coincidences among people"


def schedule(apps, schema_editor):
    interval, _ = apps.get_model("django_celery_beat", "IntervalSchedule").objects.get_or_create(every=1, period="days")
    tasks = apps.get_model("django_celery_beat", "PeriodicTask").objects
    tasks.get_or_create(name=NAME, defaults={"task": TASK, "interval": interval})


class Migration(migrations.Migration):
    dependencies = [("analytics", "0004_coincidences"), ("common", "0004_beat")]
    operations = [migrations.RunPython(schedule, migrations.RunPython.noop)]
