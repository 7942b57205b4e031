"""What was claimed and not used is warned of before it ends."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("redemption", "0008_used_codes"),
        ("benefits", "0015_announced_to"),
        ("members", "0012_replays_of_enterprises"),
        ("supply", "0009_used_codes"),
    ]
    operations = [
        migrations.AddField(
            model_name="redemption", name="warn_at", field=models.DateTimeField(null=True, verbose_name="warning due at")
        ),
        migrations.AddField(model_name="redemption", name="warned_at", field=models.DateTimeField(null=True, verbose_name="warned at")),
    ]
