"""One seat for one person, one code for one coupon: made beside the work that goes on."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations, models

_SERIAL = """
CREATE UNIQUE INDEX CONCURRENTLY redemption_serial_once ON redemption_redemption (serial) WHERE NOT (serial = '') AND NOT is_shared
"""
_SEAT = """
CREATE UNIQUE INDEX CONCURRENTLY redemption_seat_once ON redemption_redemption (benefit_id, seat_no)
WHERE seat_no IS NOT NULL AND NOT (state IN ('failed', 'reversed'))
"""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("redemption", "0003_uses_and_seats")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(_SERIAL, "DROP INDEX CONCURRENTLY IF EXISTS redemption_serial_once"),
                migrations.RunSQL(_SEAT, "DROP INDEX CONCURRENTLY IF EXISTS redemption_seat_once"),
            ],
            state_operations=[
                migrations.AddConstraint(
                    model_name="redemption",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(models.Q(("serial", ""), _negated=True), ("is_shared", False)),
                        fields=("serial",),
                        name="redemption_serial_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="redemption",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("seat_no__isnull", False), models.Q(("state__in", ["failed", "reversed"]), _negated=True)),
                        fields=("benefit", "seat_no"),
                        name="redemption_seat_once",
                    ),
                ),
            ],
        ),
        ValidateConstraint(model_name="redemption", name="redemption_used_no_more_than_given"),
    ]
