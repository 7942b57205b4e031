"""Whether what was there before is of one enterprise; and the indexes go that the keys stand for."""

from django.contrib.postgres.operations import RemoveIndexConcurrently
from django.db import migrations

from common.scope.one_enterprise import looked_through


class Migration(migrations.Migration):
    # No work is kept waiting while millions of rows are looked through.
    atomic = False
    dependencies = [("benefits", "0019_of_one_enterprise")]

    operations = [
        looked_through("benefits_budget", "campaign_id"),
        looked_through("benefits_budget", "department_id"),
        looked_through("benefits_batch", "budget_id"),
        looked_through("benefits_grant", "member_id"),
        looked_through("benefits_grant", "budget_id"),
        looked_through("benefits_grant", "batch_id"),
        looked_through("benefits_opening", "batch_id"),
        looked_through("benefits_opening", "budget_id"),
        looked_through("benefits_piece", "opening_id"),
        looked_through("benefits_piece", "member_id"),
        looked_through("benefits_piece", "grant_id"),
        RemoveIndexConcurrently("grant", "grant_by_enterprise"),
        RemoveIndexConcurrently("opening", "opening_by_enterprise"),
    ]
