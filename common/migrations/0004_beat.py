"""Periodic work, visible and editable in the console."""

from django.db import migrations

EVERY = {
    "common.sweep": (4, "seconds", "Find due work by its state"),
    "common.make_partitions": (1, "days", "Make the feed's partitions ahead"),
    "analytics.prove": (1, "days", "Prove the invariants"),
}


def schedule(apps, schema_editor):
    Interval = apps.get_model("django_celery_beat", "IntervalSchedule")
    Task = apps.get_model("django_celery_beat", "PeriodicTask")
    for task, (every, period, name) in EVERY.items():
        interval, _ = Interval.objects.get_or_create(every=every, period=period)
        # A sweep that could not start in time is worth nothing: the next one finds the same work.
        expires = 10 if task == "common.sweep" else None
        Task.objects.get_or_create(name=name, defaults={"task": task, "interval": interval, "expire_seconds": expires})


class Migration(migrations.Migration):
    dependencies = [("common", "0003_ledger_jobs_and_replay"), ("django_celery_beat", "0019_alter_periodictasks_options")]
    operations = [migrations.RunPython(schedule, migrations.RunPython.noop)]
