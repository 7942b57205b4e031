"""A row and what it belongs to are of one enterprise, and stay so."""

from common.scope.one_enterprise import key_told_apart, of_one_enterprise
from django.db import migrations, models
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations


class Migration(migrations.Migration):
    dependencies = [("benefits", "0018_keys_of_one_enterprise")]

    operations = [
        key_told_apart("Campaign", "benefits_campaign", "campaign_in_enterprise"),
        key_told_apart("Budget", "benefits_budget", "budget_in_enterprise"),
        key_told_apart("Batch", "benefits_batch", "batch_in_enterprise"),
        key_told_apart("Grant", "benefits_grant", "grant_in_enterprise"),
        key_told_apart("Opening", "benefits_opening", "opening_in_enterprise"),
        of_one_enterprise("benefits_budget", "campaign_id", "benefits_campaign"),
        of_one_enterprise("benefits_budget", "department_id", "members_department"),
        of_one_enterprise("benefits_batch", "budget_id", "benefits_budget"),
        of_one_enterprise("benefits_grant", "member_id", "members_member"),
        of_one_enterprise("benefits_grant", "budget_id", "benefits_budget"),
        of_one_enterprise("benefits_grant", "batch_id", "benefits_batch"),
        of_one_enterprise("benefits_opening", "batch_id", "benefits_batch"),
        of_one_enterprise("benefits_opening", "budget_id", "benefits_budget"),
        of_one_enterprise("benefits_piece", "opening_id", "benefits_opening"),
        of_one_enterprise("benefits_piece", "member_id", "members_member"),
        of_one_enterprise("benefits_piece", "grant_id", "benefits_grant"),
        migrations.AlterField(
            model_name='grant',
            name='batch',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='benefits.batch', verbose_name='batch'),
        ),
        migrations.AlterField(
            model_name='grant',
            name='budget',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='benefits.budget', verbose_name='budget'),
        ),
        migrations.AlterField(
            model_name='grant',
            name='member',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='members.member', verbose_name='member'),
        ),
        migrations.AlterField(
            model_name='piece',
            name='grant',
            field=models.OneToOneField(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='piece', to='benefits.grant', verbose_name='grant'),
        ),
        migrations.AlterField(
            model_name='piece',
            name='member',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='members.member', verbose_name='member'),
        ),
        migrations.AlterField(
            model_name='piece',
            name='opening',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='piece_rows', to='benefits.opening', verbose_name='opening'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='batch',
            trigger=pgtrigger.compiler.Trigger(name='batch_is_itself', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."enterprise_id" IS DISTINCT FROM (NEW."enterprise_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='1f572cdec858232d049ec6ccf02094716b08d7aa', operation='UPDATE', pgid='pgtrigger_batch_is_itself_065e8', table='benefits_batch', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='benefit',
            trigger=pgtrigger.compiler.Trigger(name='benefit_is_itself', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='a16c7ea869f2ae0979dc29b130f0618126488a19', operation='UPDATE', pgid='pgtrigger_benefit_is_itself_26a3d', table='benefits_benefit', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='budget',
            trigger=pgtrigger.compiler.Trigger(name='budget_is_itself', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."enterprise_id" IS DISTINCT FROM (NEW."enterprise_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='de4c59384c5437906d59c93bc98ee1da9af92b02', operation='UPDATE', pgid='pgtrigger_budget_is_itself_79134', table='benefits_budget', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='grant',
            trigger=pgtrigger.compiler.Trigger(name='grant_is_itself', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."serial" IS DISTINCT FROM (NEW."serial") OR OLD."enterprise_id" IS DISTINCT FROM (NEW."enterprise_id") OR OLD."member_id" IS DISTINCT FROM (NEW."member_id") OR OLD."benefit_id" IS DISTINCT FROM (NEW."benefit_id") OR OLD."terms_id" IS DISTINCT FROM (NEW."terms_id") OR OLD."budget_id" IS DISTINCT FROM (NEW."budget_id") OR OLD."batch_id" IS DISTINCT FROM (NEW."batch_id") OR OLD."quantity" IS DISTINCT FROM (NEW."quantity"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='cc380da4c0bce1fc1a1e59ac2f3b9b6541357122', operation='UPDATE', pgid='pgtrigger_grant_is_itself_f60db', table='benefits_grant', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='opening',
            trigger=pgtrigger.compiler.Trigger(name='opening_is_itself', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."enterprise_id" IS DISTINCT FROM (NEW."enterprise_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='2f590ff08a2cd00cbc0c9b1a53002bebffab049e', operation='UPDATE', pgid='pgtrigger_opening_is_itself_39eaa', table='benefits_opening', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='piece',
            trigger=pgtrigger.compiler.Trigger(name='piece_is_itself', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."enterprise_id" IS DISTINCT FROM (NEW."enterprise_id") OR OLD."opening_id" IS DISTINCT FROM (NEW."opening_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='a136837b08aa0e3b42f9b8adf7a28f22c09d25c9', operation='UPDATE', pgid='pgtrigger_piece_is_itself_bd007', table='benefits_piece', when='BEFORE')),
        ),
    ]
