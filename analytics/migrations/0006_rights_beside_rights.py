"""
What opens doors beside rights: passwords, second steps, and when the platform looks after itself.

A password that somebody else has set is another event than one's own change. Of what is secret only that it changed.
"""

from django.db import migrations

NOTE = """
CREATE OR REPLACE FUNCTION members_note_way_in() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    line jsonb := CASE WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
    owner uuid := (CASE WHEN TG_ARGV[0] = 'password' THEN line ->> 'id' ELSE line ->> 'user_id' END)::uuid;
    signer text := COALESCE(NULLIF(current_setting('quanyi.actor', true), ''), 'db:' || session_user);
    word text := CASE WHEN TG_ARGV[0] = 'password' THEN CASE WHEN signer = 'user:' || owner THEN 'password_changed' ELSE 'password_set' END
                      ELSE 'second_step_' || CASE TG_OP WHEN 'INSERT' THEN 'made' WHEN 'DELETE' THEN 'removed' ELSE 'changed' END END;
BEGIN
    INSERT INTO common_event (kind, subject_type, subject_id, before, after, actor, reason, request_id, data)
    VALUES ('user.' || word, 'user', owner, '', '', signer,
            COALESCE(current_setting('quanyi.reason', true), ''), COALESCE(current_setting('quanyi.request', true), ''),
            CASE WHEN TG_ARGV[0] = 'password' THEN '{}'::jsonb ELSE jsonb_build_object('what', line ->> 'type') END);
    RETURN NULL;
END $$;
"""

TRIGGERS = """
DROP TRIGGER IF EXISTS change_noted ON members_user;
CREATE TRIGGER change_noted AFTER INSERT OR UPDATE OR DELETE ON members_user
FOR EACH ROW EXECUTE FUNCTION common_note_change('user', 'last_login,date_joined,password');
DROP TRIGGER IF EXISTS password_noted ON members_user;
CREATE TRIGGER password_noted AFTER UPDATE ON members_user FOR EACH ROW WHEN (OLD.password IS DISTINCT FROM NEW.password)
EXECUTE FUNCTION members_note_way_in('password');
DROP TRIGGER IF EXISTS way_in_noted ON mfa_authenticator;
CREATE TRIGGER way_in_noted AFTER INSERT OR DELETE ON mfa_authenticator FOR EACH ROW EXECUTE FUNCTION members_note_way_in('second_step');
DROP TRIGGER IF EXISTS way_in_changed ON mfa_authenticator;
CREATE TRIGGER way_in_changed AFTER UPDATE ON mfa_authenticator FOR EACH ROW
WHEN ((OLD.data, OLD.type, OLD.user_id) IS DISTINCT FROM (NEW.data, NEW.type, NEW.user_id))
EXECUTE FUNCTION members_note_way_in('second_step');
"""

# What beat writes as it beats says nothing.
BEATS = {
    "periodictask": ("periodictask", "last_run_at,total_run_count,date_changed"),
    "intervalschedule": ("schedule", ""),
    "crontabschedule": ("schedule", ""),
    "clockedschedule": ("schedule", ""),
    "solarschedule": ("schedule", ""),
}


def attach(apps, schema_editor):
    for table, (noun, unseen) in BEATS.items():
        schema_editor.execute(f"DROP TRIGGER IF EXISTS change_noted ON django_celery_beat_{table}")
        schema_editor.execute(
            f"CREATE TRIGGER change_noted AFTER INSERT OR UPDATE OR DELETE ON django_celery_beat_{table} "
            f"FOR EACH ROW EXECUTE FUNCTION common_note_change('{noun}', '{unseen}')"
        )


class Migration(migrations.Migration):
    dependencies = [
        ("analytics", "0005_a_daily_look"),
        ("django_celery_beat", "0019_alter_periodictasks_options"),
        ("members", "0023_sheet_of_a_roster"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]
    operations = [
        migrations.RunSQL(NOTE, "DROP FUNCTION members_note_way_in() CASCADE;"),
        migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop),
        migrations.RunPython(attach, migrations.RunPython.noop),
    ]
