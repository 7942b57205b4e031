"""How often a delivery may be used and was, an event's seats, the codes of coupons."""

import common.ids
import django.db.models.deletion
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('benefits', '0009_what_kinds_promise'),
        ('members', '0004_member_search'),
        ('redemption', '0002_announcements'),
        ('supply', '0005_order_codes_over_the_api'),
    ]

    operations = [
        migrations.CreateModel(
            name='Use',
            fields=[
                ('id', models.UUIDField(default=common.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('said_by', models.TextField(choices=[('member', 'The member'), ('staff', "The platform's staff")], verbose_name='marked by')),
                ('actor', models.TextField(verbose_name='by')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('undone_at', models.DateTimeField(null=True, verbose_name='taken back at')),
                ('undone_by', models.TextField(blank=True, verbose_name='taken back by')),
            ],
            options={
                'verbose_name': 'use',
                'verbose_name_plural': 'uses',
                'ordering': ['-id'],
            },
        ),
        migrations.AddField(
            model_name='redemption',
            name='is_shared',
            field=models.BooleanField(db_default=False, default=False, verbose_name="everybody's code"),
        ),
        migrations.AddField(
            model_name='redemption',
            name='seat_no',
            field=models.PositiveIntegerField(null=True, verbose_name='seat'),
        ),
        migrations.AddField(
            model_name='redemption',
            name='serial',
            field=models.CharField(blank=True, db_default='', default='', max_length=64, verbose_name='coupon code'),
        ),
        migrations.AddField(
            model_name='redemption',
            name='usable_until',
            field=models.DateTimeField(null=True, verbose_name='usable until'),
        ),
        migrations.AddField(
            model_name='redemption',
            name='used_at',
            field=models.DateTimeField(null=True, verbose_name='used up at'),
        ),
        migrations.AddField(
            model_name='redemption',
            name='used_count',
            field=models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name='used'),
        ),
        migrations.AddField(
            model_name='redemption',
            name='uses',
            field=models.PositiveSmallIntegerField(db_default=1, default=1, verbose_name='uses'),
        ),
        migrations.AddField(
            model_name='use',
            name='enterprise',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='members.enterprise', verbose_name='enterprise'),
        ),
        migrations.AddField(
            model_name='use',
            name='redemption',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='marked_uses', to='redemption.redemption', verbose_name='redemption'),
        ),
        migrations.AddConstraint(
            model_name='use',
            constraint=models.UniqueConstraint(condition=models.Q(('undone_at', None)), fields=('redemption', 'number'), name='use_once'),
        ),
        migrations.AddConstraint(
            model_name='use',
            constraint=models.CheckConstraint(condition=models.Q(('undone_at', None), models.Q(('undone_by', ''), _negated=True), _connector='OR'), name='use_undone_has_author'),
        ),
        # Every row begins at nought of one: nothing need be looked at under the lock.
        AddConstraintNotValid(
            model_name='redemption',
            constraint=models.CheckConstraint(condition=models.Q(('used_count__lte', models.F('uses'))), name='redemption_used_no_more_than_given'),
        ),
    ]
