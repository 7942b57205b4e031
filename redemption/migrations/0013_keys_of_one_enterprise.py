"""The indexes of the keys (enterprise, id), built beside the work."""

from django.db import migrations

from common.scope.one_enterprise import index_told_apart


class Migration(migrations.Migration):
    # No work is kept waiting while millions of rows are looked through.
    atomic = False
    dependencies = [("redemption", "0012_counted_by_enterprise_and_benefit"), ("benefits", "0020_one_enterprise_looked_through")]

    operations = [
        index_told_apart("redemption_redemption", "redemption_in_enterprise"),
    ]
