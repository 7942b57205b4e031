"""A code's lot and product, in one foreign key."""

from django.db import migrations

ADD = """
ALTER TABLE supply_code ADD CONSTRAINT code_of_its_lots_product
    FOREIGN KEY (lot_id, product_id) REFERENCES supply_lot (id, product_id) DEFERRABLE INITIALLY DEFERRED
"""
DROP = "ALTER TABLE supply_code DROP CONSTRAINT code_of_its_lots_product"


class Migration(migrations.Migration):
    dependencies = [("supply", "0002_vault_guards")]
    operations = [migrations.RunSQL(ADD, DROP)]
