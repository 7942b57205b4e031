from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0018_one_enterprise_looked_through'),
    ]

    operations = [
        migrations.AddField(
            model_name='membersession',
            name='device_mark',
            field=models.CharField(blank=True, db_default='', default='', max_length=64),
        ),
    ]
