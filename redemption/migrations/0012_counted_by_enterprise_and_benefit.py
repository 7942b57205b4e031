"""Rules may count the claims of one enterprise, or of one benefit, all members' together: how fast stock may go is limited."""

from django.contrib.postgres.operations import AddConstraintNotValid, ValidateConstraint
from django.db import migrations, models

CHECK = """
CREATE OR REPLACE FUNCTION redemption_risk_check(
    p_endpoint text, p_member uuid, p_address inet, p_device text, p_contact bytea, p_grant uuid, p_at timestamptz, p_times int
) RETURNS TABLE (answer text, rule_id uuid, entry_id uuid, counted_by text, level int, most int, within_seconds int, wait_seconds int)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    r redemption_riskrule;
    listed record;
    key text;
    is_shared boolean;
    shards int;
    step interval;
    span interval;
    whole timestamptz;
    height int;
    allowed int;
    worst int := 0;
    weight int;
BEGIN
    -- Whoever is listed: a block beats an allowance. What a rule blocked by address is closed to strangers alone: a whole
    -- company may stand behind one address.
    SELECT e.verdict, e.id, e.expires_at INTO listed FROM (
        SELECT * FROM redemption_riskentry WHERE kind = 'member' AND lifted_at IS NULL AND member_id = p_member
        UNION ALL
        SELECT * FROM redemption_riskentry WHERE kind = 'device' AND lifted_at IS NULL AND device = p_device
        UNION ALL
        SELECT * FROM redemption_riskentry
        WHERE kind = 'address' AND lifted_at IS NULL AND network::inet >>= p_address
          AND NOT (rule_id IS NOT NULL AND p_member IS NOT NULL)
        UNION ALL
        SELECT * FROM redemption_riskentry WHERE kind = 'contact' AND lifted_at IS NULL AND contact_print = p_contact
        UNION ALL
        SELECT c.* FROM members_identity i JOIN redemption_riskentry c ON c.contact_print = i.fingerprint
        WHERE c.kind = 'contact' AND c.lifted_at IS NULL AND i.member_id = p_member
    ) e
    WHERE e.expires_at IS NULL OR e.expires_at > p_at
    ORDER BY e.verdict = 'block' DESC, e.expires_at DESC NULLS FIRST LIMIT 1;
    IF listed.verdict = 'allow' THEN
        RETURN;
    END IF;
    IF listed.verdict = 'block' THEN
        RETURN QUERY SELECT 'block'::text, NULL::uuid, listed.id, ''::text, 0, 0, 0,
            GREATEST(0, COALESCE(ceil(extract(epoch FROM listed.expires_at - p_at)), 0))::int;
        RETURN;
    END IF;
    -- Always in the order of the rules' ids: two callers that share an address can't wait for one another.
    FOR r IN SELECT * FROM redemption_riskrule k WHERE k.endpoint = p_endpoint AND k.is_active ORDER BY k.id LOOP
        key := CASE r.counted_by
            WHEN 'member' THEN p_member::text
            WHEN 'address' THEN host(p_address)
            WHEN 'device' THEN NULLIF(p_device, '')
            WHEN 'enterprise' THEN (SELECT m.enterprise_id::text FROM members_member m WHERE m.id = p_member)
            WHEN 'benefit' THEN (SELECT g.benefit_id::text FROM benefits_grant g WHERE g.id = p_grant)
            ELSE (SELECT g.batch_id::text FROM benefits_grant g WHERE g.id = p_grant) END;
        CONTINUE WHEN key IS NULL;
        -- Misses are counted by address for strangers; a member's are the member's own.
        CONTINUE WHEN p_endpoint = 'guess' AND r.counted_by = 'address' AND p_member IS NOT NULL;
        is_shared := r.counted_by IN ('batch', 'enterprise', 'benefit');
        allowed := r.most * CASE WHEN is_shared THEN 1 ELSE p_times END;
        span := make_interval(secs => r.within_seconds);
        shards := CASE WHEN is_shared AND allowed >= 160 THEN 16 ELSE 1 END;
        IF shards > 1 THEN  -- Thousands claim of one batch, enterprise or benefit at once: no one row may meet them all.
            allowed := allowed / shards;
            key := key || '/' || floor(random() * shards)::int;
        END IF;
        IF r.answer = 'challenge' AND EXISTS (
            SELECT 1 FROM common_allowance a WHERE a.name = 'risk.passed:' || r.id || ':' || p_member AND a.whole_at > p_at
        ) THEN
            CONTINUE;
        END IF;
        step := span / allowed;
        -- A moment too far ahead was written by a clock that has since been put right. Trying on costs more waiting, up to a bound.
        INSERT INTO common_allowance AS kept (name, whole_at) VALUES ('risk:' || r.id || ':' || key, p_at + step)
        ON CONFLICT (name) DO UPDATE SET whole_at = LEAST(
            p_at + 4 * span,
            GREATEST(CASE WHEN kept.whole_at > p_at + 8 * span THEN p_at ELSE kept.whole_at END, p_at) + step
        ) RETURNING kept.whole_at INTO whole;
        height := round(extract(epoch FROM whole - p_at) / extract(epoch FROM step) + 0.49)::int;
        CONTINUE WHEN whole <= p_at + span;
        weight := CASE r.answer WHEN 'slow' THEN 1 WHEN 'challenge' THEN 2 ELSE 3 END;
        CONTINUE WHEN weight <= worst;
        worst := weight;
        answer := r.answer; rule_id := r.id; entry_id := NULL; counted_by := r.counted_by;
        level := height; most := allowed; within_seconds := r.within_seconds;
        wait_seconds := CASE r.answer WHEN 'block' THEN r.block_minutes * 60
            ELSE GREATEST(1, ceil(extract(epoch FROM whole + step - span - p_at)))::int END;
    END LOOP;
    IF worst > 0 THEN
        RETURN NEXT;
    END IF;
END $$;
"""
_CHOICES = [
    ("member", "Member"),
    ("address", "Network address"),
    ("device", "Device"),
    ("batch", "Serials of one batch"),
    ("enterprise", "Enterprise, all its members"),
    ("benefit", "Benefit, all its grants"),
]
_SHARED = ["batch", "enterprise", "benefit"]


class Migration(migrations.Migration):
    dependencies = [("redemption", "0011_warned_of_what_was_there"), ("members", "0001_initial"), ("benefits", "0001_initial")]
    operations = [
        migrations.RunSQL(CHECK, migrations.RunSQL.noop),
        migrations.AlterField("riskrule", "counted_by", models.TextField(choices=_CHOICES, verbose_name="counted by")),
        migrations.AlterField("riskdecision", "counted_by", models.TextField(blank=True, choices=_CHOICES, verbose_name="counted by")),
        migrations.RemoveConstraint("riskrule", "risk_rule_batch_is_claimed"),
        migrations.RemoveConstraint("riskrule", "risk_rule_batch_is_slowed"),
        AddConstraintNotValid(
            "riskrule",
            models.CheckConstraint(
                condition=~models.Q(counted_by__in=_SHARED) | models.Q(endpoint="claim"), name="risk_rule_shared_is_claimed"
            ),
        ),
        AddConstraintNotValid(
            "riskrule",
            models.CheckConstraint(
                condition=~models.Q(counted_by__in=_SHARED) | models.Q(answer="slow"), name="risk_rule_shared_is_slowed"
            ),
        ),
        ValidateConstraint("riskrule", "risk_rule_shared_is_claimed"),
        ValidateConstraint("riskrule", "risk_rule_shared_is_slowed"),
    ]
