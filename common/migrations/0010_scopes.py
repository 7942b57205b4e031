"""Whose a balance, a transfer and an answer are; and what only the owner of the tables can do, done for the other roles."""

from django.db import migrations, models

CREATE = """
CREATE FUNCTION common_make_partition(of_month date) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE first date := date_trunc('month', of_month);
BEGIN
    IF first NOT BETWEEN date_trunc('month', now()) - interval '1 month' AND now() + interval '2 years' THEN
        RAISE EXCEPTION 'no partition is made for %', first USING ERRCODE = 'check_violation';
    END IF;
    EXECUTE format('CREATE TABLE IF NOT EXISTS public.%I PARTITION OF public.common_event FOR VALUES FROM (%L) TO (%L)',
                   'common_event_' || to_char(first, 'YYYY_MM'), first, first + interval '1 month');
END $$;

CREATE FUNCTION common_refresh_statistics(VARIADIC of_tables text[]) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE one text;
BEGIN
    FOREACH one IN ARRAY of_tables LOOP
        EXECUTE format('ANALYZE (SKIP_LOCKED) public.%I', one);
    END LOOP;
END $$;
"""
DROP = "DROP FUNCTION common_make_partition(date); DROP FUNCTION common_refresh_statistics(text[]);"


class Migration(migrations.Migration):
    dependencies = [("common", "0009_witness")]
    operations = [
        migrations.AddField("account", "enterprise_id", models.UUIDField(null=True)),
        migrations.AddField("transfer", "enterprise_id", models.UUIDField(null=True)),
        migrations.AddField("replay", "enterprise_id", models.UUIDField(null=True)),
        migrations.RunSQL(CREATE, DROP),
    ]
