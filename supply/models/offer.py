"""What suppliers ask for a product, now and before."""

import pgtrigger
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.ids import new_id
from common.money import CURRENCIES
from supply.models.catalogue import Product
from supply.models.supplier import Supplier


class Offer(models.Model):
    """One supplier's terms for one product."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    supplier = models.ForeignKey(Supplier, models.PROTECT, related_name="offers", verbose_name=_("supplier"))
    product = models.ForeignKey(Product, models.PROTECT, related_name="offers", verbose_name=_("product"))
    supplier_sku = models.CharField(_("supplier's SKU"), max_length=120)
    cost_minor = models.BigIntegerField(_("cost"), validators=[MinValueValidator(0)], help_text=_("Per piece, in minor units."))
    max_cost_minor = models.BigIntegerField(
        _("highest cost accepted"), null=True, blank=True, help_text=_("An order above it is refused. Empty means the cost above.")
    )
    currency = models.CharField(_("currency"), max_length=3, choices=CURRENCIES, default="CNY")
    minimum_quantity = models.PositiveIntegerField(_("minimum quantity"), default=1)
    delivery_seconds = models.PositiveIntegerField(_("usual delivery time"), null=True, blank=True, help_text=_("In seconds."))
    regions = models.CharField(_("regions"), max_length=200, blank=True, help_text=_("Empty means everywhere."))
    priority = models.PositiveSmallIntegerField(_("priority"), default=100, help_text=_("The lowest is asked first."))
    is_active = models.BooleanField(_("active"), default=True)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    upstream_stock = models.PositiveIntegerField(
        _("the supplier has"), null=True, help_text=_("What it said last; empty where it does not say.")
    )
    upstream_seen_at = models.DateTimeField(_("said at"), null=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        ordering = ["priority", "cost_minor"]
        constraints = [
            models.UniqueConstraint(fields=["supplier", "product", "supplier_sku"], name="offer_once"),
            models.CheckConstraint(condition=Q(cost_minor__gte=0), name="offer_cost_not_negative"),
        ]
        triggers = [
            # Prices are compared over months: the database keeps each of them, whoever changed it.
            pgtrigger.Trigger(
                name="offer_price_kept",
                level=pgtrigger.Row,
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("cost_minor"),
                func="""
                    IF TG_OP = 'INSERT' OR OLD.cost_minor <> NEW.cost_minor THEN
                        INSERT INTO supply_offerprice (offer_id, cost_minor, currency, at, actor)
                        VALUES (NEW.id, NEW.cost_minor, NEW.currency, now(), COALESCE(current_setting('quanyi.actor', true), ''));
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supplier} · {self.supplier_sku}"


class OfferPrice(models.Model):
    """One price that an offer had, from a moment on."""

    offer = models.ForeignKey(Offer, models.PROTECT, related_name="prices", verbose_name=_("offer"))
    cost_minor = models.BigIntegerField(_("cost"))
    currency = models.CharField(_("currency"), max_length=3)
    at = models.DateTimeField(_("since"))
    actor = models.TextField(_("changed by"), blank=True)

    class Meta:
        verbose_name = _("price")
        verbose_name_plural = _("price history")
        ordering = ["-at"]
