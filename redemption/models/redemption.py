"""Redemptions: one claimed item of a grant and its fulfilment."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.feed import life_of
from common.feed.triggers import Columns
from common.ids import new_id
from redemption.states import REDEMPTION_MOVES, RedemptionState


class Redemption(models.Model):
    """
    One item of a claimed grant, from tap to delivered. A bundle, or a quantity of codes, makes several.

    ``serial`` is a coupon's own code: it names the right, who shows it has to hold it; so it stands here and not in the vault.
    ``uses`` is how often it may be used, ``used_count`` how often its holder, or staff, said that it was.

    ``warn_at`` is when its member is to be warned that it ends unused, reckoned when it is delivered; empty where it has no end.

    ``item_no`` counts the items of the grant; a failed or reversed item is done again under the same number.
    """

    # Where no foreign key of one column is, one of two says that the other row is of the same enterprise.
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enterprise = models.ForeignKey("members.Enterprise", models.PROTECT, db_index=False, verbose_name=_("enterprise"))
    member = models.ForeignKey(
        "members.Member", models.PROTECT, db_index=False, db_constraint=False, related_name="redemptions", verbose_name=_("member")
    )
    grant = models.ForeignKey("benefits.Grant", models.PROTECT, db_constraint=False, related_name="redemptions", verbose_name=_("grant"))
    item_no = models.PositiveSmallIntegerField(_("item"), default=1)
    benefit = models.ForeignKey("benefits.Benefit", models.PROTECT, db_index=False, verbose_name=_("benefit"))
    kind = models.TextField(_("kind"))
    quantity = models.PositiveIntegerField(_("quantity"), default=1)
    state = models.TextField(_("state"), choices=RedemptionState.choices, default=RedemptionState.PENDING)
    code = models.OneToOneField("supply.Code", models.PROTECT, null=True, related_name="redemption", verbose_name=_("code"))
    topup = models.OneToOneField("supply.TopUp", models.PROTECT, null=True, related_name="redemption", verbose_name=_("top-up"))
    account_masked = models.CharField(_("account"), max_length=80, blank=True)
    serial = models.CharField(_("coupon code"), max_length=64, blank=True, default="", db_default="")
    is_shared = models.BooleanField(_("everybody's code"), default=False, db_default=False)
    seat_no = models.PositiveIntegerField(_("seat"), null=True)
    usable_until = models.DateTimeField(_("usable until"), null=True)
    uses = models.PositiveSmallIntegerField(_("uses"), default=1, db_default=1)
    used_count = models.PositiveSmallIntegerField(_("used"), default=0, db_default=0)
    used_at = models.DateTimeField(_("used up at"), null=True)
    warn_at = models.DateTimeField(_("warning due at"), null=True)
    warned_at = models.DateTimeField(_("warned at"), null=True)
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
            keeps=("enterprise", "member", "grant", "item_no", "benefit", "kind", "quantity"),
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
            # Each copy of a coupon has a code of its own, unless its benefit says openly that everybody has the same.
            models.UniqueConstraint(fields=["serial"], condition=~Q(serial="") & Q(is_shared=False), name="redemption_serial_once"),
            # A seat is one person's.
            models.UniqueConstraint(
                fields=["benefit", "seat_no"],
                condition=Q(seat_no__isnull=False) & ~Q(state__in=["failed", "reversed"]),
                name="redemption_seat_once",
            ),
            models.CheckConstraint(condition=Q(used_count__lte=F("uses")), name="redemption_used_no_more_than_given"),
            # A key for foreign keys that carry the enterprise along, and the order of lists.
            models.UniqueConstraint(fields=["enterprise", "id"], name="redemption_in_enterprise"),
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
            models.Index(fields=["benefit", "-id"], name="redemption_of_benefit"),
            models.Index(fields=["state", "-id"], condition=Q(state__in=["failed", "reversed"]), name="redemption_undone"),
            # The sweeper looks every few seconds: what is used, or was told of, is not in it.
            models.Index(
                fields=["warn_at"],
                condition=Q(state="fulfilled", used_at=None, warned_at=None, warn_at__isnull=False),
                name="redemption_to_warn",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
