"""Purchase orders."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.feed import life_of
from common.ids import new_id
from common.money import CURRENCIES
from supply.models.catalogue import Product
from supply.models.supplier import Supplier
from supply.states import ORDER_MOVES, OrderState


class PurchaseOrder(models.Model):
    """What we asked one supplier for. Lots are received against its lines."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(_("number"), max_length=40, unique=True)
    supplier = models.ForeignKey(Supplier, models.PROTECT, related_name="orders", verbose_name=_("supplier"))
    state = models.TextField(_("state"), choices=OrderState.choices, default=OrderState.DRAFT)
    invoice = models.CharField(_("invoice number"), max_length=80, blank=True)
    note = models.TextField(_("note"), blank=True)
    ordered_at = models.DateTimeField(_("ordered at"), null=True, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("purchase order")
        verbose_name_plural = _("purchase orders")
        ordering = ["-created_at"]
        triggers = life_of("order", ORDER_MOVES, born="raised")
        constraints = [models.CheckConstraint(condition=Q(state__in=OrderState.values), name="order_state_known")]
        # For what begins with a text as well.
        indexes = [models.Index(fields=["invoice"], opclasses=["varchar_pattern_ops"], name="order_by_invoice")]

    def __str__(self) -> str:
        return self.number


class OrderLine(models.Model):
    """So many of one product at one cost."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order = models.ForeignKey(PurchaseOrder, models.PROTECT, related_name="lines", verbose_name=_("purchase order"))
    product = models.ForeignKey(Product, models.PROTECT, verbose_name=_("product"))
    quantity = models.PositiveIntegerField(_("quantity"), validators=[MinValueValidator(1)])
    cost_minor = models.BigIntegerField(_("cost"), validators=[MinValueValidator(0)], help_text=_("Per piece, in minor units."))
    currency = models.CharField(_("currency"), max_length=3, choices=CURRENCIES, default="CNY")

    class Meta:
        verbose_name = _("order line")
        verbose_name_plural = _("order lines")
        constraints = [
            models.UniqueConstraint(fields=["order", "product"], name="order_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="order_line_asks_for_something"),
        ]

    def __str__(self) -> str:
        return f"{self.order} · {self.product}"
