from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0020_devices_of_staff'),
    ]

    operations = [
        migrations.AddField(
            model_name='enterprise',
            name='roster_frozen_at',
            field=models.DateTimeField(blank=True, help_text="People who were added after this moment can't be granted anything. Empty: not frozen.", null=True, verbose_name='roster frozen from'),
        ),
    ]
