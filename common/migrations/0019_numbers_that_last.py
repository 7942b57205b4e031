from django.db import migrations

# Libraries number these by 32 bits, and whoever knocks at a door or clicks in a console makes rows of them. Each is short: it is read
# and written anew in a moment.
WIDEN = """
ALTER TABLE axes_accessattempt ALTER COLUMN id TYPE bigint;
ALTER TABLE axes_accessattemptexpiration ALTER COLUMN access_attempt_id TYPE bigint;
ALTER TABLE axes_accessfailurelog ALTER COLUMN id TYPE bigint;
ALTER TABLE axes_accesslog ALTER COLUMN id TYPE bigint;
ALTER TABLE django_admin_log ALTER COLUMN id TYPE bigint;
ALTER TABLE account_emailaddress ALTER COLUMN id TYPE bigint;
ALTER TABLE account_emailconfirmation ALTER COLUMN id TYPE bigint;
ALTER TABLE account_emailconfirmation ALTER COLUMN email_address_id TYPE bigint;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("common", "0018_what_is_counted_by_libraries"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("axes", "0010_accessattemptexpiration"),
    ]

    operations = [migrations.RunSQL(WIDEN, migrations.RunSQL.noop)]
