"""Whether what was there before is of one enterprise; and the indexes go that the keys stand for."""

from django.contrib.postgres.operations import RemoveIndexConcurrently
from django.db import migrations

from common.scope.one_enterprise import looked_through


class Migration(migrations.Migration):
    # No work is kept waiting while millions of rows are looked through.
    atomic = False
    dependencies = [("redemption", "0014_of_one_enterprise")]

    operations = [
        looked_through("redemption_redemption", "member_id"),
        looked_through("redemption_redemption", "grant_id"),
        looked_through("redemption_redemption", "replaces_id"),
        looked_through("redemption_use", "redemption_id"),
        RemoveIndexConcurrently("redemption", "redemption_by_enterprise"),
    ]
