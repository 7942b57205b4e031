"""Answers that were kept before each said whose it is: the key's scope names the enterprise, or the member."""

from django.db import migrations

FILL = """
UPDATE common_replay SET enterprise_id = split_part(scope, ':', 2)::uuid WHERE enterprise_id IS NULL AND scope LIKE 'enterprise:%';
UPDATE common_replay r SET enterprise_id = m.enterprise_id FROM members_member m
WHERE r.enterprise_id IS NULL AND r.scope LIKE 'member:%' AND m.id = split_part(r.scope, ':', 2)::uuid;
"""


class Migration(migrations.Migration):
    dependencies = [("members", "0011_notices"), ("common", "0010_scopes")]
    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
