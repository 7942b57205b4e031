"""The indexes of the keys (enterprise, id), built beside the work."""

from django.db import migrations

from common.scope.one_enterprise import index_told_apart


class Migration(migrations.Migration):
    # No work is kept waiting while millions of rows are looked through.
    atomic = False
    dependencies = [("benefits", "0017_claimed_and_delivered_at_once"), ("members", "0018_one_enterprise_looked_through")]

    operations = [
        index_told_apart("benefits_campaign", "campaign_in_enterprise"),
        index_told_apart("benefits_budget", "budget_in_enterprise"),
        index_told_apart("benefits_batch", "batch_in_enterprise"),
        index_told_apart("benefits_grant", "grant_in_enterprise"),
        index_told_apart("benefits_opening", "opening_in_enterprise"),
    ]
