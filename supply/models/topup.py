"""Top-ups, every call made for them, and what suppliers told us unasked."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.feed import life_of
from common.feed.triggers import Columns
from common.ids import new_id
from common.sealed import SealedTextField
from supply.models.catalogue import Product
from supply.models.offer import Offer
from supply.models.supplier import Supplier
from supply.states import TOPUP_MOVES, CallbackState, SourceReason, TopUpState


class TopUp(models.Model):
    """
    One order to a supplier: to charge a member's account, or, without one, for the codes of an order line.

    ``reference`` is deterministic and goes to the supplier: the same reference buys once. ``lease`` fences late writers.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    purpose_id = models.UUIDField(_("redemption or order line"))
    enterprise_id = models.UUIDField(_("enterprise"), null=True)
    member_id = models.UUIDField(_("member"), null=True)
    product = models.ForeignKey(Product, models.PROTECT, verbose_name=_("product"))
    offer = models.ForeignKey(Offer, models.PROTECT, verbose_name=_("offer"))
    supplier = models.ForeignKey(Supplier, models.PROTECT, related_name="topups", verbose_name=_("supplier"))
    reference = models.CharField(_("reference"), max_length=64, unique=True)
    account = SealedTextField(_("account"), purpose="supply.topup.account")
    account_masked = models.CharField(_("account"), max_length=80, blank=True)
    quantity = models.PositiveIntegerField(_("quantity"))
    max_cost_minor = models.BigIntegerField(_("highest cost accepted"))
    currency = models.CharField(_("currency"), max_length=3)
    state = models.TextField(_("state"), choices=TopUpState.choices, default=TopUpState.CREATED)
    source_reason = models.TextField(_("why this source"), choices=SourceReason.choices, blank=True, default="", db_default="")
    source_facts = models.JSONField(default=dict, db_default={})
    supplier_order_id = models.CharField(_("supplier's order"), max_length=120, blank=True)
    cost_minor = models.BigIntegerField(_("cost"), null=True)
    failure = models.TextField(_("failure"), blank=True)
    lease = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)
    next_query_at = models.DateTimeField(_("next query at"), null=True)
    query_count = models.PositiveIntegerField(_("queries"), default=0)
    unknown_since = models.DateTimeField(_("unknown since"), null=True)
    escalated_at = models.DateTimeField(_("escalated at"), null=True)
    created_at = models.DateTimeField(_("created at"))
    submitted_at = models.DateTimeField(_("sent at"), null=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)

    class Meta:
        verbose_name = _("top-up")
        verbose_name_plural = _("top-ups")
        ordering = ["-created_at"]
        triggers = life_of(
            "topup",
            TOPUP_MOVES,
            born="created",
            columns=Columns(
                enterprise="n.enterprise_id",
                member="n.member_id",
                data="jsonb_build_object('redemption', n.purpose_id, 'supplier', n.supplier_id, 'reference', n.reference, 'failure', n.failure)",
            ),
        )
        constraints = [
            # One live order a redemption: a second one could charge the account twice.
            models.UniqueConstraint(fields=["purpose_id"], condition=~Q(state="failed"), name="topup_one_live"),
            models.CheckConstraint(condition=Q(state__in=TopUpState.values), name="topup_state_known"),
            # An account that is charged is somebody's.
            models.CheckConstraint(condition=Q(account_masked="") | Q(member_id__isnull=False), name="topup_account_has_owner"),
            models.CheckConstraint(
                condition=~Q(state__in=["succeeded", "failed"]) | Q(finished_at__isnull=False), name="topup_finished_has_time"
            ),
            # Nothing unknown is left alone: it is queried again at a known time.
            models.CheckConstraint(
                condition=~Q(state__in=["unknown", "processing"]) | Q(next_query_at__isnull=False), name="topup_open_is_queried"
            ),
        ]
        indexes = [
            models.Index(fields=["next_query_at"], condition=Q(state__in=["unknown", "processing"]), name="topup_to_query"),
            models.Index(fields=["created_at"], condition=Q(state__in=["created", "submitting"]), name="topup_to_send"),
            models.Index(fields=["supplier", "state"], name="topup_by_supplier"),
            # All that were tried for one redemption, the failed ones as well.
            models.Index(fields=["purpose_id"], name="topup_by_purpose"),
            # What a supplier's people name it by, or its beginning.
            models.Index(fields=["supplier_order_id"], opclasses=["varchar_pattern_ops"], name="topup_by_suppliers_order"),
        ]

    def __str__(self) -> str:
        return self.reference


class Attempt(models.Model):
    """One call to a supplier. The row is committed before the call is made."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    topup = models.ForeignKey(TopUp, models.PROTECT, related_name="attempts", verbose_name=_("top-up"))
    kind = models.TextField(_("kind"), choices=[("submit", _("Order")), ("query", _("Query"))])
    lease = models.UUIDField()
    started_at = models.DateTimeField(_("started at"))
    ended_at = models.DateTimeField(_("ended at"), null=True)
    outcome = models.TextField(_("outcome"), blank=True)
    detail = models.TextField(_("detail"), blank=True)

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = pgettext_lazy("records", "attempts")
        ordering = ["started_at"]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Callback(models.Model):
    """A signed message from a supplier. It is a hint: the supplier is asked before anything is believed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    supplier = models.ForeignKey(Supplier, models.PROTECT, related_name="callbacks", verbose_name=_("supplier"))
    event_id = models.CharField(_("event"), max_length=120)
    topup = models.ForeignKey(TopUp, models.PROTECT, null=True, related_name="callbacks", verbose_name=_("top-up"))
    state = models.TextField(_("state"), choices=CallbackState.choices)
    claimed_status = models.TextField(_("status it claims"), blank=True)
    reason = models.TextField(_("reason"), blank=True)
    seen_count = models.PositiveIntegerField(_("times received"), default=1)
    received_at = models.DateTimeField(pgettext_lazy("callback", "received at"))

    class Meta:
        verbose_name = _("callback")
        verbose_name_plural = _("callbacks")
        ordering = ["-received_at"]
        constraints = [
            # The same message a hundred times acts once.
            models.UniqueConstraint(fields=["supplier", "event_id"], name="callback_once"),
        ]

    def __str__(self) -> str:
        return self.event_id
