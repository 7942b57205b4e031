"""What is left of each caller's allowance. Unlogged: counting must cost nothing, and may be forgotten in a crash."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("common", "0004_beat")]
    operations = [
        migrations.CreateModel(
            name="Allowance",
            fields=[
                ("name", models.TextField(primary_key=True, serialize=False)),
                ("whole_at", models.DateTimeField()),
            ],
            options={"indexes": [models.Index(fields=["whole_at"], name="allowance_by_time")]},
        ),
        migrations.RunSQL("ALTER TABLE common_allowance SET UNLOGGED", "ALTER TABLE common_allowance SET LOGGED"),
    ]
