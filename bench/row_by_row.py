"""The same columns brought in by django-import-export, as its documentation does it: one resource, row by row."""

import datetime
from typing import Any

import tablib
from django.utils import timezone
from import_export import fields, resources, widgets

from bench.grants_sheet import rows
from bench.ground import Ground
from bench.loads import seconds
from benefits.models import Benefit, Grant
from common.ids import new_serial
from members.models import Member

COLUMNS = ("staff_no", "phone", "email", "name", "department", "benefit_code", "quantity", "valid_from", "valid_until", "note")


def seconds_row_by_row(ground: Ground, *, count: int, members: int) -> float:
    """A preview (``dry_run``) and an import of ``count`` rows, both as its console pages do them."""
    sheet = tablib.Dataset(*rows(count, members), headers=COLUMNS)
    resource = _GrantResource(ground)

    def bring() -> None:
        for dry_run in (True, False):
            result = resource.import_data(sheet, dry_run=dry_run, use_transactions=True, raise_errors=True)
            assert result.totals["new"] == count

    return seconds(bring)


class _GrantResource(resources.ModelResource):
    member = fields.Field("member", "staff_no", widgets.ForeignKeyWidget(Member, "staff_no"))
    benefit = fields.Field("benefit", "benefit_code", widgets.ForeignKeyWidget(Benefit, "code"))
    quantity = fields.Field("quantity", "quantity", widgets.IntegerWidget())
    claimable_from = fields.Field("claimable_from", "valid_from", widgets.DateTimeWidget("%Y-%m-%d"))
    claimable_until = fields.Field("claimable_until", "valid_until", widgets.DateTimeWidget("%Y-%m-%d"))
    note = fields.Field("note", "note")

    class Meta:
        model = Grant
        import_id_fields: tuple[str, ...] = ()
        force_init_instance = True

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground

    def before_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        instance.serial, instance.created_at = new_serial("G"), timezone.now()
        instance.enterprise, instance.budget, instance.batch = self._ground.enterprise, self._ground.budget, self._ground.batch
        instance.terms = instance.benefit.terms.first()
        instance.committed = instance.benefit.price_minor * instance.quantity
        instance.claimable_until += datetime.timedelta(days=1)
