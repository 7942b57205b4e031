"""What was delivered before there were warnings is warned of as well; what is due is found by index."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q

# By the same reckoning as at a claim.
FILL = """
UPDATE redemption_redemption r SET warn_at = due.warn_at FROM (
    SELECT r.id, e.ends_at, greatest(e.ends_at - make_interval(days => t.warn_days), r.fulfilled_at + interval '1 day') AS warn_at
    FROM redemption_redemption r
    JOIN benefits_grant g ON g.id = r.grant_id
    JOIN benefits_terms t ON t.id = g.terms_id
    JOIN members_enterprise m ON m.id = r.enterprise_id
    LEFT JOIN supply_code c ON c.id = r.code_id
    CROSS JOIN LATERAL (SELECT least(r.usable_until, (c.expires_on + 1)::timestamp AT TIME ZONE m.time_zone) AS ends_at) e
    WHERE r.state = 'fulfilled' AND r.used_at IS NULL AND t.warn_days > 0 AND e.ends_at > now()
      AND r.kind IN ('code', 'coupon', 'service', 'content', 'event', 'quota')
) due WHERE due.id = r.id AND r.warn_at IS NULL AND due.warn_at < due.ends_at
"""


class Migration(migrations.Migration):
    # A claim is not kept waiting while millions of redemptions are looked through.
    atomic = False
    dependencies = [("redemption", "0010_lists_of_a_million")]
    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        AddIndexConcurrently(
            model_name="redemption",
            index=models.Index(
                fields=["warn_at"],
                condition=Q(state="fulfilled", used_at=None, warned_at=None, warn_at__isnull=False),
                name="redemption_to_warn",
            ),
        ),
    ]
