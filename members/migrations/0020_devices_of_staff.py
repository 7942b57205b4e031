from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0019_devices_of_members'),
    ]

    operations = [
        migrations.AddField(
            model_name='staffsession',
            name='device_mark',
            field=models.CharField(blank=True, db_default='', default='', max_length=64),
        ),
    ]
