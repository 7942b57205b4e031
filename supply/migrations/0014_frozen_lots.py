"""A lot that the platform held back by itself is told from one that waits for its first release."""

from django.contrib.postgres.operations import AddConstraintNotValid, ValidateConstraint
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("supply", "0013_codes_stay_whose_they_are")]
    operations = [
        migrations.AddField("lot", "frozen_at", models.DateTimeField(null=True, verbose_name="frozen at")),
        AddConstraintNotValid(
            "lot",
            models.CheckConstraint(
                condition=models.Q(frozen_at=None) | models.Q(state="quarantined"), name="lot_frozen_is_quarantined"
            ),
        ),
        ValidateConstraint("lot", "lot_frozen_is_quarantined"),
    ]
