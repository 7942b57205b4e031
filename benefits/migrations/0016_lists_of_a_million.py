"""The newest grants of a benefit, of a budget and of a rare state by index: each built beside the work, and before another is dropped."""

import django.db.models.deletion
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.models import Q

# The new one stands before the old one goes, and takes over its name. After a crash at any step, all of them once more come to the same.
ONLY_GIVEN = [
    "CREATE UNIQUE INDEX CONCURRENTLY grant_reference_given ON benefits_grant (enterprise_id, reference) WHERE reference IS NOT NULL",
    "ALTER TABLE benefits_grant DROP CONSTRAINT IF EXISTS grant_reference_once",
    "DROP INDEX CONCURRENTLY IF EXISTS grant_reference_once",
    "ALTER INDEX grant_reference_given RENAME TO grant_reference_once",
]
ALL = [
    "CREATE UNIQUE INDEX CONCURRENTLY grant_reference_all ON benefits_grant (enterprise_id, reference)",
    "DROP INDEX CONCURRENTLY IF EXISTS grant_reference_once",
    "ALTER TABLE benefits_grant ADD CONSTRAINT grant_reference_once UNIQUE USING INDEX grant_reference_all",
]
# Django would make the foreign key anew as well, and look at every grant for it.
DROP_OF_BUDGET = "DROP INDEX CONCURRENTLY IF EXISTS benefits_grant_budget_id_051eb57a"
ADD_OF_BUDGET = "CREATE INDEX CONCURRENTLY benefits_grant_budget_id_051eb57a ON benefits_grant (budget_id)"


class Migration(migrations.Migration):
    # No claim is kept waiting while millions of grants are looked through.
    atomic = False
    dependencies = [
        ("benefits", "0015_announced_to"),
        ("members", "0012_replays_of_enterprises"),
    ]
    operations = [
        AddIndexConcurrently(
            model_name="grant",
            index=models.Index(fields=["benefit", "-id"], include=("state",), name="grant_of_benefit"),
        ),
        AddIndexConcurrently(model_name="grant", index=models.Index(fields=["budget", "-id"], name="grant_of_budget")),
        AddIndexConcurrently(
            model_name="grant",
            index=models.Index(
                condition=Q(state__in=["scheduled", "claimed", "expired", "revoked"]), fields=["state", "-id"], name="grant_in_state"
            ),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(ONLY_GIVEN, ALL)],
            state_operations=[
                migrations.RemoveConstraint(model_name="grant", name="grant_reference_once"),
                migrations.AddConstraint(
                    model_name="grant",
                    constraint=models.UniqueConstraint(
                        condition=Q(reference__isnull=False), fields=("enterprise", "reference"), name="grant_reference_once"
                    ),
                ),
            ],
        ),
        RemoveIndexConcurrently(model_name="grant", name="grant_by_benefit"),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(DROP_OF_BUDGET, ADD_OF_BUDGET)],
            state_operations=[
                migrations.AlterField(
                    model_name="grant",
                    name="budget",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants",
                        to="benefits.budget",
                        verbose_name="budget",
                    ),
                ),
            ],
        ),
    ]
