"""Members say that a code does not work."""

import common.ids
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from common.scope.one_enterprise import looked_through, of_one_enterprise


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0018_one_enterprise_looked_through'),
        ('redemption', '0015_one_enterprise_looked_through'),
        ('supply', '0014_frozen_lots'),
    ]

    operations = [
        migrations.CreateModel(
            name='Complaint',
            fields=[
                ('id', models.UUIDField(default=common.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('reason', models.TextField(choices=[('already_used', 'The shop says it is used already'), ('invalid', 'The shop says it is invalid or unknown'), ('other', 'Something else')], verbose_name='what is wrong')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name="member's note")),
                ('state', models.TextField(choices=[('open', 'To be decided'), ('confirmed', 'Confirmed'), ('rejected', 'Rejected')], default='open', verbose_name='state')),
                ('answer', models.CharField(blank=True, max_length=500, verbose_name='answer to the member')),
                ('created_at', models.DateTimeField(verbose_name='said at')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
                ('decided_by', models.TextField(blank=True, verbose_name='decided by')),
                ('enterprise', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to='members.enterprise', verbose_name='enterprise')),
                ('lot', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='complaints', to='supply.lot', verbose_name='lot')),
                ('member', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='complaints', to='members.member', verbose_name='member')),
                ('redemption', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='complaint', to='redemption.redemption', verbose_name='redemption')),
            ],
            options={
                'verbose_name': 'complaint',
                'verbose_name_plural': 'complaints',
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['lot', 'created_at'], name='complaint_of_lot'), models.Index(fields=['enterprise', '-id'], name='complaint_by_enterprise'), models.Index(condition=models.Q(('state', 'open')), fields=['-id'], name='complaint_to_decide')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['open', 'confirmed', 'rejected'])), name='complaint_state_known'), models.CheckConstraint(condition=models.Q(('reason__in', ['already_used', 'invalid', 'other'])), name='complaint_reason_known'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', ''), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('decided_at__isnull', False), models.Q(('decided_by', ''), _negated=True)), _connector='OR'), name='complaint_decided_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'rejected'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='complaint_rejected_has_answer')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='complaint',
            trigger=pgtrigger.compiler.Trigger(name='complaint_moved', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nIF EXISTS (SELECT 1 FROM new_rows n JOIN old_rows o ON o.id = n.id\n           WHERE o.state <> n.state AND (o.state || '>' || n.state) NOT IN ('open>confirmed', 'open>rejected', 'rejected>confirmed')) THEN\n    RAISE EXCEPTION 'a complaint can not make this move: %', (\n        SELECT string_agg(DISTINCT o.state || ' to ' || n.state, ', ') FROM new_rows n JOIN old_rows o ON o.id = n.id\n        WHERE o.state <> n.state AND (o.state || '>' || n.state) NOT IN ('open>confirmed', 'open>rejected', 'rejected>confirmed')) USING ERRCODE = 'check_violation';\nEND IF;\n \nINSERT INTO common_event (kind, subject_type, subject_id, enterprise_id, member_id, before, after, actor, reason, request_id, data)\nSELECT 'complaint.' || n.state, 'complaint', n.id, n.enterprise_id, n.member_id, o.state, n.state,\n       COALESCE(NULLIF(current_setting('quanyi.actor', true), ''), 'db:' || session_user),\n       COALESCE(current_setting('quanyi.reason', true), ''),\n       COALESCE(current_setting('quanyi.request', true), ''), jsonb_build_object('redemption', n.redemption_id, 'lot', n.lot_id)\nFROM new_rows n JOIN old_rows o ON o.id = n.id WHERE o.state <> n.state;\n RETURN NULL;", hash='43080124091fb3a1c2c97b00e3454175ab544ca1', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_complaint_moved_8585f', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='redemption_complaint', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='complaint',
            trigger=pgtrigger.compiler.Trigger(name='complaint_is_itself', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."enterprise_id" IS DISTINCT FROM (NEW."enterprise_id") OR OLD."redemption_id" IS DISTINCT FROM (NEW."redemption_id") OR OLD."member_id" IS DISTINCT FROM (NEW."member_id") OR OLD."lot_id" IS DISTINCT FROM (NEW."lot_id") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='542b238ac03d2b2bc4c5cd9ed57180b94fa84016', operation='UPDATE', pgid='pgtrigger_complaint_is_itself_e318d', table='redemption_complaint', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='complaint',
            trigger=pgtrigger.compiler.Trigger(name='complaint_born', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nINSERT INTO common_event (kind, subject_type, subject_id, enterprise_id, member_id, before, after, actor, reason, request_id, data)\nSELECT 'complaint.opened', 'complaint', n.id, n.enterprise_id, n.member_id, '', n.state,\n       COALESCE(NULLIF(current_setting('quanyi.actor', true), ''), 'db:' || session_user),\n       COALESCE(current_setting('quanyi.reason', true), ''),\n       COALESCE(current_setting('quanyi.request', true), ''), jsonb_build_object('redemption', n.redemption_id, 'lot', n.lot_id)\nFROM new_rows n;\n RETURN NULL;", hash='a857104c3e8f5b5e5e202d439bb4d986c73080ef', level='STATEMENT', operation='INSERT', pgid='pgtrigger_complaint_born_d59aa', referencing='REFERENCING NEW TABLE AS new_rows ', table='redemption_complaint', when='AFTER')),
        ),
        of_one_enterprise("redemption_complaint", "redemption_id", "redemption_redemption"),
        of_one_enterprise("redemption_complaint", "member_id", "members_member"),
        # The table is new: there is nothing in it to wait for.
        looked_through("redemption_complaint", "redemption_id"),
        looked_through("redemption_complaint", "member_id"),
    ]
