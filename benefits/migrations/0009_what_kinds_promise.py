"""What only one kind of benefit promises, how long it can be used, an event's seats; and a use that can be taken back."""

import django.core.validators
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('benefits', '0008_open_claims'),
        ('members', '0004_member_search'),
        ('supply', '0005_order_codes_over_the_api'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='grant',
            name='grant_moved',
        ),
        migrations.AddField(
            model_name='benefit',
            name='seats',
            field=models.PositiveIntegerField(blank=True, help_text='Of an event: so many can claim it, and no more.', null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='seats'),
        ),
        migrations.AddField(
            model_name='grant',
            name='activated_at',
            field=models.DateTimeField(null=True, verbose_name='activated at'),
        ),
        migrations.AddField(
            model_name='grant',
            name='used_said_by',
            field=models.TextField(blank=True, choices=[('member', 'The member'), ('staff', "The platform's staff")], db_default='', default='', verbose_name='marked used by'),
        ),
        migrations.AddField(
            model_name='terms',
            name='specifics',
            field=models.JSONField(blank=True, default=dict, verbose_name='of its kind'),
        ),
        migrations.AddField(
            model_name='terms',
            name='stores',
            field=models.CharField(blank=True, db_default='', max_length=300, verbose_name='stores and channels'),
        ),
        migrations.AddField(
            model_name='terms',
            name='stores_en',
            field=models.CharField(blank=True, db_default='', max_length=300, verbose_name='stores and channels, English'),
        ),
        migrations.AddField(
            model_name='terms',
            name='use_days',
            field=models.PositiveIntegerField(blank=True, help_text='From the claim on.', null=True, verbose_name='usable for days'),
        ),
        migrations.AddField(
            model_name='terms',
            name='use_until',
            field=models.DateField(blank=True, help_text="The last day, in the enterprise's time zone.", null=True, verbose_name='usable until'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='grant',
            trigger=pgtrigger.compiler.Trigger(name='grant_moved', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nIF EXISTS (SELECT 1 FROM new_rows n JOIN old_rows o ON o.id = n.id\n           WHERE o.state <> n.state AND (o.state || '>' || n.state) NOT IN ('scheduled>claimable', 'scheduled>expired', 'scheduled>revoked', 'claimable>claimed', 'claimable>expired', 'claimable>revoked', 'claimed>claimable', 'claimed>fulfilled', 'claimed>revoked', 'fulfilled>claimed', 'fulfilled>used', 'used>fulfilled')) THEN\n    RAISE EXCEPTION 'a grant can not make this move: %', (\n        SELECT string_agg(DISTINCT o.state || ' to ' || n.state, ', ') FROM new_rows n JOIN old_rows o ON o.id = n.id\n        WHERE o.state <> n.state AND (o.state || '>' || n.state) NOT IN ('scheduled>claimable', 'scheduled>expired', 'scheduled>revoked', 'claimable>claimed', 'claimable>expired', 'claimable>revoked', 'claimed>claimable', 'claimed>fulfilled', 'claimed>revoked', 'fulfilled>claimed', 'fulfilled>used', 'used>fulfilled')) USING ERRCODE = 'check_violation';\nEND IF;\n \nINSERT INTO common_event (kind, subject_type, subject_id, enterprise_id, member_id, before, after, actor, reason, request_id, data)\nSELECT 'grant.' || n.state, 'grant', n.id, n.enterprise_id, n.member_id, o.state, n.state,\n       COALESCE(NULLIF(current_setting('quanyi.actor', true), ''), 'db:' || session_user),\n       COALESCE(current_setting('quanyi.reason', true), ''),\n       COALESCE(current_setting('quanyi.request', true), ''), jsonb_build_object('benefit', n.benefit_id, 'batch', n.batch_id)\nFROM new_rows n JOIN old_rows o ON o.id = n.id WHERE o.state <> n.state;\n RETURN NULL;", hash='25f2cf2e3384d408b8ec00e2fe2d16645a454e36', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_grant_moved_7e753', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='benefits_grant', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='benefit',
            constraint=models.CheckConstraint(condition=models.Q(('seats', None), models.Q(('kind', 'event'), ('seats__gt', 0)), _connector='OR'), name='benefit_seats_of_event'),
        ),
        migrations.AddConstraint(
            model_name='terms',
            constraint=models.CheckConstraint(condition=models.Q(('use_days', None), ('use_days__gt', 0), _connector='OR'), name='terms_usable_for_a_while'),
        ),
    ]
