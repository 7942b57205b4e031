"""Announcing goes on where it stopped."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("benefits", "0014_accounts_of_enterprises")]
    operations = [migrations.AddField(model_name="batch", name="announced_to", field=models.UUIDField(editable=False, null=True))]
