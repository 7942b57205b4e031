"""Whether what was there before is of one enterprise; and the indexes go that the keys stand for."""

from django.contrib.postgres.operations import RemoveIndexConcurrently
from django.db import migrations

from common.scope.one_enterprise import looked_through


class Migration(migrations.Migration):
    # No work is kept waiting while millions of rows are looked through.
    atomic = False
    dependencies = [("members", "0017_of_one_enterprise")]

    operations = [
        looked_through("members_identity", "member_id"),
        looked_through("members_boundaccount", "member_id"),
        looked_through("members_formeridentity", "member_id"),
        looked_through("members_notice", "member_id"),
        looked_through("members_member", "department_id"),
        looked_through("members_department", "parent_id"),
        RemoveIndexConcurrently("member", "member_by_enterprise"),
    ]
