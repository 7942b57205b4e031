"""A row and what it belongs to are of one enterprise, and stay so."""

from common.scope.one_enterprise import key_told_apart, of_one_enterprise
from django.db import migrations, models
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations


class Migration(migrations.Migration):
    dependencies = [("members", "0016_keys_of_one_enterprise")]

    operations = [
        key_told_apart("Department", "members_department", "department_in_enterprise"),
        of_one_enterprise("members_identity", "member_id", "members_member"),
        of_one_enterprise("members_boundaccount", "member_id", "members_member"),
        of_one_enterprise("members_formeridentity", "member_id", "members_member"),
        of_one_enterprise("members_notice", "member_id", "members_member"),
        of_one_enterprise("members_member", "department_id", "members_department"),
        of_one_enterprise("members_department", "parent_id", "members_department"),
        migrations.AlterField(
            model_name='notice',
            name='member',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='members.member'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='enterprise',
            trigger=pgtrigger.compiler.Trigger(name='enterprise_is_itself', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='6903590899fdba443b98ba6c672eadb4ab2ec3e7', operation='UPDATE', pgid='pgtrigger_enterprise_is_itself_cb78b', table='members_enterprise', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='export',
            trigger=pgtrigger.compiler.Trigger(name='export_is_itself', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='425944563ae05461e8de9bfdae8764319c0b4ccf', operation='UPDATE', pgid='pgtrigger_export_is_itself_3c7c2', table='members_export', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='member',
            trigger=pgtrigger.compiler.Trigger(name='member_is_itself', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."enterprise_id" IS DISTINCT FROM (NEW."enterprise_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='f47d78c6546ea79f9cbd65955a6f206b3edc78d2', operation='UPDATE', pgid='pgtrigger_member_is_itself_bd043', table='members_member', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='roster',
            trigger=pgtrigger.compiler.Trigger(name='roster_is_itself', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."enterprise_id" IS DISTINCT FROM (NEW."enterprise_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='d98eda926d7e0cc3660a284ab52268757cc726fa', operation='UPDATE', pgid='pgtrigger_roster_is_itself_e5385', table='members_roster', when='BEFORE')),
        ),
    ]
