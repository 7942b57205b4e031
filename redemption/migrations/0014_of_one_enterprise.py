"""A row and what it belongs to are of one enterprise, and stay so."""

from common.scope.one_enterprise import key_told_apart, of_one_enterprise
from django.db import migrations, models
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations


class Migration(migrations.Migration):
    dependencies = [("redemption", "0013_keys_of_one_enterprise")]

    operations = [
        key_told_apart("Redemption", "redemption_redemption", "redemption_in_enterprise"),
        of_one_enterprise("redemption_redemption", "member_id", "members_member"),
        of_one_enterprise("redemption_redemption", "grant_id", "benefits_grant"),
        of_one_enterprise("redemption_redemption", "replaces_id", "redemption_redemption"),
        of_one_enterprise("redemption_use", "redemption_id", "redemption_redemption"),
        migrations.AlterField(
            model_name='redemption',
            name='grant',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='redemptions', to='benefits.grant', verbose_name='grant'),
        ),
        migrations.AlterField(
            model_name='redemption',
            name='member',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='redemptions', to='members.member', verbose_name='member'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='redemption',
            trigger=pgtrigger.compiler.Trigger(name='redemption_is_itself', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."enterprise_id" IS DISTINCT FROM (NEW."enterprise_id") OR OLD."member_id" IS DISTINCT FROM (NEW."member_id") OR OLD."grant_id" IS DISTINCT FROM (NEW."grant_id") OR OLD."item_no" IS DISTINCT FROM (NEW."item_no") OR OLD."benefit_id" IS DISTINCT FROM (NEW."benefit_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."quantity" IS DISTINCT FROM (NEW."quantity"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='db80e71be4d59daeb097f3e0558bbff48e609743', operation='UPDATE', pgid='pgtrigger_redemption_is_itself_9c82b', table='redemption_redemption', when='BEFORE')),
        ),
    ]
