"""The newest redemptions of a benefit, and those that came to nothing, by index: built beside the work that goes on."""

import django.db.models.deletion
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q

# Django would make the foreign key anew as well, and look at every redemption for it.
DROP_OF_BENEFIT = "DROP INDEX CONCURRENTLY IF EXISTS redemption_redemption_benefit_id_ac05d04e"
ADD_OF_BENEFIT = "CREATE INDEX CONCURRENTLY redemption_redemption_benefit_id_ac05d04e ON redemption_redemption (benefit_id)"


class Migration(migrations.Migration):
    # No claim is kept waiting while millions of redemptions are looked through.
    atomic = False
    dependencies = [
        ("benefits", "0016_lists_of_a_million"),
        ("members", "0012_replays_of_enterprises"),
        ("redemption", "0009_warned_before_it_ends"),
        ("supply", "0010_found_by_suppliers_numbers"),
    ]
    operations = [
        AddIndexConcurrently(model_name="redemption", index=models.Index(fields=["benefit", "-id"], name="redemption_of_benefit")),
        AddIndexConcurrently(
            model_name="redemption",
            index=models.Index(condition=Q(state__in=["failed", "reversed"]), fields=["state", "-id"], name="redemption_undone"),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(DROP_OF_BENEFIT, ADD_OF_BENEFIT)],
            state_operations=[
                migrations.AlterField(
                    model_name="redemption",
                    name="benefit",
                    field=models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="benefits.benefit", verbose_name="benefit"
                    ),
                ),
            ],
        ),
    ]
