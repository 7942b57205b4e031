"""Reorder levels and their alerts, what suppliers say that they have, and why a source was chosen: as a code, not as a sentence."""

import common.ids
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('supply', '0005_order_codes_over_the_api'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='topup',
            name='why_source',
        ),
        migrations.AddField(
            model_name='offer',
            name='upstream_seen_at',
            field=models.DateTimeField(null=True, verbose_name='said at'),
        ),
        migrations.AddField(
            model_name='offer',
            name='upstream_stock',
            field=models.PositiveIntegerField(help_text='What it said last; empty where it does not say.', null=True, verbose_name='the supplier has'),
        ),
        migrations.AddField(
            model_name='product',
            name='reorder_level',
            field=models.PositiveIntegerField(blank=True, help_text="With less than this in stock, today's page says so. What suppliers say that they have counts too. Empty: no alert.", null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='reorder level'),
        ),
        migrations.AddField(
            model_name='supplier',
            name='stock_asked_at',
            field=models.DateTimeField(null=True, verbose_name='asked for its stock at'),
        ),
        migrations.AddField(
            model_name='topup',
            name='source_facts',
            field=models.JSONField(db_default={}, default=dict),
        ),
        migrations.AddField(
            model_name='topup',
            name='source_reason',
            field=models.TextField(blank=True, choices=[('only_one', 'the only offer that can be used'), ('priority', 'the lowest priority'), ('cheapest', 'the lowest cost'), ('oldest', 'as good as others, and the oldest'), ('order', 'chosen by a purchase order')], db_default='', default='', verbose_name='why this source'),
        ),
        migrations.CreateModel(
            name='StockAlert',
            fields=[
                ('id', models.UUIDField(default=common.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('level', models.PositiveIntegerField(verbose_name='reorder level')),
                ('on_hand', models.PositiveIntegerField(help_text='When it was raised.', verbose_name='on hand')),
                ('upstream', models.PositiveIntegerField(help_text='When it was raised; empty where none says.', null=True, verbose_name='at suppliers')),
                ('raised_at', models.DateTimeField(verbose_name='raised at')),
                ('cleared_at', models.DateTimeField(null=True, verbose_name='cleared at')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stock_alerts', to='supply.product', verbose_name='product')),
            ],
            options={
                'verbose_name': 'stock alert',
                'verbose_name_plural': 'stock alerts',
                'ordering': ['-raised_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('cleared_at', None)), fields=('product',), name='alert_one_open'), models.CheckConstraint(condition=models.Q(('cleared_at', None), ('cleared_at__gte', models.F('raised_at')), _connector='OR'), name='alert_in_order')],
            },
        ),
    ]
