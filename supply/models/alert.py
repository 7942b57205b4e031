"""Stock alerts: a product fell below its reorder level, and what it takes to be well again."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.ids import new_id
from supply.models.catalogue import Product


class StockAlert(models.Model):
    """One crossing of a reorder level. It is raised once, and cleared when stock returns or nobody asks for a level any more."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    product = models.ForeignKey(Product, models.PROTECT, related_name="stock_alerts", verbose_name=_("product"))
    level = models.PositiveIntegerField(_("reorder level"))
    on_hand = models.PositiveIntegerField(_("on hand"), help_text=_("When it was raised."))
    upstream = models.PositiveIntegerField(_("at suppliers"), null=True, help_text=_("When it was raised; empty where none says."))
    raised_at = models.DateTimeField(_("raised at"))
    cleared_at = models.DateTimeField(_("cleared at"), null=True)

    class Meta:
        verbose_name = _("stock alert")
        verbose_name_plural = _("stock alerts")
        ordering = ["-raised_at"]
        constraints = [
            # One alert a crossing: nobody is told again what stands on the page already.
            models.UniqueConstraint(fields=["product"], condition=Q(cleared_at=None), name="alert_one_open"),
            models.CheckConstraint(condition=Q(cleared_at=None) | Q(cleared_at__gte=models.F("raised_at")), name="alert_in_order"),
        ]

    def __str__(self) -> str:
        return str(self.product)
