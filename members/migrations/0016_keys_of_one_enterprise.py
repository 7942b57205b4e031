"""The indexes of the keys (enterprise, id), built beside the work."""

from django.db import migrations

from common.scope.one_enterprise import index_told_apart


class Migration(migrations.Migration):
    # No work is kept waiting while millions of rows are looked through.
    atomic = False
    dependencies = [("members", "0015_sms_of_a_number")]

    operations = [
        index_told_apart("members_department", "department_in_enterprise"),
    ]
