"""The used codes of a lot are counted by index: built beside the work that goes on."""

from django.contrib.postgres.operations import AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    # A code file is not kept waiting while millions of codes are looked through.
    atomic = False
    dependencies = [("supply", "0010_found_by_suppliers_numbers")]
    operations = [
        AddIndexConcurrently(
            model_name="code",
            index=models.Index(fields=["lot"], condition=Q(state="issued", used_at__isnull=False), name="code_used"),
        ),
        ValidateConstraint(model_name="code", name="code_used_was_issued"),
    ]
