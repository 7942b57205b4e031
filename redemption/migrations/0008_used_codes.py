"""What was said of redemptions is said of their codes."""

from django.db import migrations

FILL = """
UPDATE supply_code c SET used_at = r.used_at FROM redemption_redemption r
WHERE r.code_id = c.id AND r.used_at IS NOT NULL AND c.used_at IS NULL AND c.state = 'issued'
"""


class Migration(migrations.Migration):
    dependencies = [("redemption", "0007_one_index_a_question"), ("supply", "0009_used_codes")]
    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
