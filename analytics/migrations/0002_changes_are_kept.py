"""
Changes of rules, prices, terms, limits and rights leave an event each, with what stood there before and after.

The database writes it, so that the consoles, a shell and psql leave the same trail. States have their own events.
"""

from django.db import migrations

NOTE = """
CREATE FUNCTION common_note_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    noun text := TG_ARGV[0];
    unseen text[] := string_to_array(TG_ARGV[1], ',');
    old_row jsonb := CASE WHEN TG_OP = 'INSERT' THEN '{}'::jsonb ELSE to_jsonb(OLD) END;
    new_row jsonb := CASE WHEN TG_OP = 'DELETE' THEN '{}'::jsonb ELSE to_jsonb(NEW) END;
    whole jsonb := CASE WHEN TG_OP = 'DELETE' THEN old_row ELSE new_row END;
    was jsonb;
    is_now jsonb;
BEGIN
    -- What is sealed or hashed is never told, only that it changed.
    SELECT jsonb_object_agg(k, CASE WHEN o IS NULL OR o = 'null' THEN o WHEN k = 'password' OR left(o #>> '{}', 2) = '\\x' THEN '"…"' ELSE o END),
           jsonb_object_agg(k, CASE WHEN n IS NULL OR n = 'null' THEN n WHEN k = 'password' OR left(n #>> '{}', 2) = '\\x' THEN '"… changed"' ELSE n END)
    INTO was, is_now
    FROM (SELECT COALESCE(a.key, b.key) AS k, a.value AS o, b.value AS n
          FROM jsonb_each(old_row) a FULL JOIN jsonb_each(new_row) b ON a.key = b.key) pairs
    WHERE o IS DISTINCT FROM n AND NOT k = ANY (unseen);
    IF was IS NULL THEN
        RETURN NULL;
    END IF;
    INSERT INTO common_event (kind, subject_type, subject_id, enterprise_id, member_id, before, after, actor, reason, request_id, data)
    VALUES (noun || CASE TG_OP WHEN 'INSERT' THEN '.made' WHEN 'DELETE' THEN '.removed' ELSE '.changed' END, noun,
            CASE WHEN whole ->> 'id' ~ '^[0-9a-f]{8}-' THEN (whole ->> 'id')::uuid ELSE md5(noun || ':' || (whole ->> 'id'))::uuid END,
            (whole ->> 'enterprise_id')::uuid, NULL, '', '',
            COALESCE(NULLIF(current_setting('quanyi.actor', true), ''), 'db:' || session_user),
            COALESCE(current_setting('quanyi.reason', true), ''), COALESCE(current_setting('quanyi.request', true), ''),
            jsonb_build_object('before', was, 'after', is_now));
    RETURN NULL;
END $$;

-- Who is in which group, and what a group may do: rows without a life of their own. The event is that of the person or the group.
CREATE FUNCTION common_note_right() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    line jsonb := CASE WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
    group_name text := (SELECT name FROM auth_group WHERE id = (line ->> 'group_id')::int);
    right_name text := (SELECT t.app_label || '.' || p.codename FROM auth_permission p JOIN django_content_type t ON t.id = p.content_type_id
                        WHERE p.id = (line ->> 'permission_id')::int);
    facts jsonb := jsonb_strip_nulls(jsonb_build_object('group', group_name, 'right', right_name));
    noun text := CASE WHEN line ? 'user_id' THEN 'user' ELSE 'group' END;
BEGIN
    INSERT INTO common_event (kind, subject_type, subject_id, before, after, actor, reason, request_id, data)
    VALUES (noun || CASE TG_OP WHEN 'INSERT' THEN '.right_given' ELSE '.right_taken' END, noun,
            CASE WHEN line ? 'user_id' THEN (line ->> 'user_id')::uuid ELSE md5('group:' || (line ->> 'group_id'))::uuid END, '', '',
            COALESCE(NULLIF(current_setting('quanyi.actor', true), ''), 'db:' || session_user),
            COALESCE(current_setting('quanyi.reason', true), ''), COALESCE(current_setting('quanyi.request', true), ''),
            CASE TG_OP WHEN 'INSERT' THEN jsonb_build_object('before', '{}'::jsonb, 'after', facts)
                       ELSE jsonb_build_object('before', facts, 'after', '{}'::jsonb) END);
    RETURN NULL;
END $$;
"""

# (table, noun, columns that say nothing: times of their own, states with events of their own, what suppliers and sign-ins write)
KEPT = [
    ("supply_offer", "offer", "updated_at,upstream_stock,upstream_seen_at"),
    ("supply_product", "product", "updated_at"),
    ("supply_supplier", "supplier", "state,updated_at"),
    ("supply_credential", "credential", "used_at"),
    ("benefits_benefit", "benefit", "state,updated_at"),
    ("benefits_terms", "terms", ""),
    ("benefits_budget", "budget", "state"),
    ("members_enterprise", "enterprise", "state,created_at"),
    ("members_apikey", "apikey", "last_used_at"),
    ("members_staff", "staff", ""),
    ("members_user", "user", "last_login,date_joined"),
    ("members_operatorscope", "scope", ""),
    ("auth_group", "group", ""),
    ("redemption_riskrule", "riskrule", "changed_at"),
    ("redemption_riskentry", "listing", ""),
    ("common_dutylimit", "dutylimit", ""),
]
RIGHTS = ["auth_group_permissions", "members_user_groups", "members_user_user_permissions"]


def attach(apps, schema_editor):
    for table, noun, unseen in KEPT:
        schema_editor.execute(
            f"CREATE TRIGGER change_noted AFTER INSERT OR UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION common_note_change('{noun}', '{unseen}')"
        )
    for table in RIGHTS:
        schema_editor.execute(
            f"CREATE TRIGGER right_noted AFTER INSERT OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION common_note_right()"
        )


def detach(apps, schema_editor):
    for table, _noun, _unseen in KEPT:
        schema_editor.execute(f"DROP TRIGGER change_noted ON {table}")
    for table in RIGHTS:
        schema_editor.execute(f"DROP TRIGGER right_noted ON {table}")


class Migration(migrations.Migration):
    dependencies = [
        ("analytics", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("benefits", "0001_initial"),
        ("common", "0007_duties"),
        ("members", "0009_operator_scopes"),
        ("redemption", "0006_risk_check"),
        ("supply", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL(NOTE, "DROP FUNCTION common_note_change(); DROP FUNCTION common_note_right();"),
        migrations.RunPython(attach, detach),
    ]
