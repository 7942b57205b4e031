"""The accounts of budgets, and what was posted to them, belong to the budgets' enterprises."""

from django.db import migrations

FILL = """
UPDATE common_account a SET enterprise_id = b.enterprise_id
FROM benefits_budget b WHERE a.owner_type = 'budget' AND a.owner_id = b.id AND a.enterprise_id IS NULL;
ALTER TABLE common_transfer DISABLE TRIGGER USER;
UPDATE common_transfer t SET enterprise_id = found.enterprise_id
FROM (SELECT p.transfer_id, min(a.enterprise_id::text)::uuid AS enterprise_id FROM common_posting p JOIN common_account a ON a.id = p.account_id
      GROUP BY 1 HAVING count(DISTINCT a.enterprise_id) = 1 AND bool_and(a.enterprise_id IS NOT NULL)) found
WHERE t.id = found.transfer_id AND t.enterprise_id IS NULL;
ALTER TABLE common_transfer ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):
    dependencies = [("benefits", "0013_set_aside"), ("common", "0010_scopes")]
    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
