"""Orders are found by the numbers that suppliers give them."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    # No top-up is kept waiting while millions of them are looked through.
    atomic = False
    dependencies = [("supply", "0009_used_codes")]
    operations = [
        AddIndexConcurrently(
            model_name="purchaseorder",
            index=models.Index(fields=["invoice"], opclasses=["varchar_pattern_ops"], name="order_by_invoice"),
        ),
        AddIndexConcurrently(
            model_name="topup",
            index=models.Index(fields=["supplier_order_id"], opclasses=["varchar_pattern_ops"], name="topup_by_suppliers_order"),
        ),
        AddIndexConcurrently(model_name="topup", index=models.Index(fields=["purpose_id"], name="topup_by_purpose")),
    ]
