"""Redemptions: one claimed item of a grant and its fulfilment."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.feed import life_of
from common.feed.triggers import Columns
from common.ids import new_id
from redemption.states import REDEMPTION_MOVES, RedemptionState


class Redemption(models.Model):
    """
    One item of a claimed grant, from tap to delivered. A bundle, or a quantity of codes, makes several.

    ``item_no`` counts the items of the grant; a failed or reversed item is done again under the same number.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enterprise = models.ForeignKey("members.Enterprise", models.PROTECT, verbose_name=_("enterprise"))
    member = models.ForeignKey("members.Member", models.PROTECT, related_name="redemptions", verbose_name=_("member"))
    grant = models.ForeignKey("benefits.Grant", models.PROTECT, related_name="redemptions", verbose_name=_("grant"))
    item_no = models.PositiveSmallIntegerField(_("item"), default=1)
    benefit = models.ForeignKey("benefits.Benefit", models.PROTECT, verbose_name=_("benefit"))
    kind = models.TextField(_("kind"))
    quantity = models.PositiveIntegerField(_("quantity"), default=1)
    state = models.TextField(_("state"), choices=RedemptionState.choices, default=RedemptionState.PENDING)
    code = models.OneToOneField("supply.Code", models.PROTECT, null=True, related_name="redemption", verbose_name=_("code"))
    topup = models.OneToOneField("supply.TopUp", models.PROTECT, null=True, related_name="redemption", verbose_name=_("top-up"))
    account_masked = models.CharField(_("account"), max_length=80, blank=True)
    failure = models.TextField(_("failure"), blank=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by", verbose_name=_("replaces"))
    created_at = models.DateTimeField(_("claimed at"))
    confirm_by = models.DateTimeField(_("to be confirmed by"), null=True)
    fulfilled_at = models.DateTimeField(_("delivered at"), null=True)
    failed_at = models.DateTimeField(_("failed at"), null=True)
    reversed_at = models.DateTimeField(_("reversed at"), null=True)

    class Meta:
        verbose_name = _("redemption")
        verbose_name_plural = _("redemptions")
        ordering = ["-id"]
        triggers = life_of(
            "redemption",
            REDEMPTION_MOVES,
            born="started",
            columns=Columns(
                enterprise="n.enterprise_id",
                member="n.member_id",
                data="jsonb_build_object('grant', n.grant_id, 'code', n.code_id, 'topup', n.topup_id, 'failure', n.failure)",
                # A code is delivered by the claim itself: the row is born fulfilled.
                born_kind="CASE n.state WHEN 'pending' THEN 'redemption.started' ELSE 'redemption.' || n.state END",
            ),
        )
        constraints = [
            # The same item of a grant is delivered once, whoever asks, however often.
            models.UniqueConstraint(
                fields=["grant", "item_no"], condition=~Q(state__in=["failed", "reversed"]), name="redemption_item_once"
            ),
            models.CheckConstraint(condition=Q(state__in=RedemptionState.values), name="redemption_state_known"),
            # A code that was delivered is a code that exists.
            models.CheckConstraint(
                condition=~Q(state="fulfilled") | ~Q(kind="code") | Q(code__isnull=False), name="redemption_fulfilled_code_has_code"
            ),
            models.CheckConstraint(condition=~Q(state="fulfilled") | Q(fulfilled_at__isnull=False), name="redemption_fulfilled_has_time"),
        ]
        indexes = [
            models.Index(fields=["member", "-id"], name="redemption_by_member"),
            models.Index(fields=["id"], condition=Q(state__in=["pending", "processing", "unknown"]), name="redemption_open"),
            models.Index(fields=["enterprise", "-id"], name="redemption_by_enterprise"),
        ]

    def __str__(self) -> str:
        return str(self.id)
