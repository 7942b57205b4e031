"""Lots: codes received together."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.feed import life_of
from common.feed.triggers import Columns
from common.ids import new_id
from supply.models.catalogue import Product
from supply.models.order import OrderLine
from supply.models.sealed import WithoutSecrets
from supply.states import LOT_MOVES, LotState


class Lot(models.Model):
    """
    Codes received together under one purchase order, under one data key.

    The key is stored wrapped by the master key named ``key_version``; rotation wraps it anew and touches no code.

    ``frozen_at`` is when the platform itself held it back; empty once a person has decided about it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(_("number"), max_length=40, unique=True)
    order_line = models.ForeignKey(OrderLine, models.PROTECT, related_name="lots", verbose_name=_("order line"))
    product = models.ForeignKey(Product, models.PROTECT, related_name="lots", verbose_name=_("product"))
    state = models.TextField(_("state"), choices=LotState.choices, default=LotState.RECEIVING)
    received_count = models.PositiveIntegerField(_("received"), default=0)
    expires_on = models.DateField(_("earliest expiry"), null=True)
    wrapped_key = models.BinaryField(_("wrapped key"))
    key_version = models.TextField(_("key version"))
    received_at = models.DateTimeField(_("received at"), null=True)
    released_at = models.DateTimeField(_("released at"), null=True)
    frozen_at = models.DateTimeField(_("frozen at"), null=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    SEALED = ("wrapped_key",)
    objects = WithoutSecrets["Lot"]()

    class Meta:
        base_manager_name = "objects"
        verbose_name = _("lot")
        verbose_name_plural = _("lots")
        ordering = ["-created_at"]
        triggers = life_of(
            "lot",
            LOT_MOVES,
            born="opened",
            columns=Columns(data="jsonb_build_object('number', n.number, 'received', n.received_count)"),
        )
        constraints = [
            models.CheckConstraint(condition=Q(state__in=LotState.values), name="lot_state_known"),
            # What is frozen is not given out.
            models.CheckConstraint(condition=Q(frozen_at=None) | Q(state="quarantined"), name="lot_frozen_is_quarantined"),
            # A code refers to both together, so that no code is of another product than its lot.
            models.UniqueConstraint(fields=["id", "product"], name="lot_with_product"),
        ]
        indexes = [
            # The claim asks for the released lots of a product, earliest expiry first.
            models.Index(fields=["product", "expires_on", "id"], condition=Q(state="released"), name="lot_to_pick"),
        ]

    def __str__(self) -> str:
        return self.number
