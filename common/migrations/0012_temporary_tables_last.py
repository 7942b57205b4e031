"""Functions that run as their owner look for tables in the temporary schema last."""

from django.db import migrations

SET = """
ALTER FUNCTION common_make_partition(date) SET search_path = pg_catalog, public, pg_temp;
ALTER FUNCTION common_refresh_statistics(text[]) SET search_path = pg_catalog, public, pg_temp;
"""


class Migration(migrations.Migration):
    dependencies = [("common", "0011_sum_in_any_scope")]
    operations = [migrations.RunSQL(SET, migrations.RunSQL.noop)]
