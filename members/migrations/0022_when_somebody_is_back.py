from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0021_roster_freeze'),
    ]

    operations = [
        migrations.AddField(
            model_name='member',
            name='returned_at',
            field=models.DateTimeField(null=True, verbose_name='returned at'),
        ),
    ]
