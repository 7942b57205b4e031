"""Grants: one member's right to one benefit."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from benefits.models.benefit import Benefit
from benefits.models.budget import Budget
from benefits.models.terms import Terms
from benefits.states import GRANT_LEAPS, GRANT_MOVES, GrantState
from common.feed import life_of
from common.feed.triggers import Columns
from common.ids import new_id


class Grant(models.Model):
    """
    One member's right to one benefit, with its own serial.

    ``activated_at`` is when it came to life for its member: delivered, or, where it is a code, shown for the first time.
    ``used_said_by`` is who said that it was used; nobody else can know. ``committed`` is what it reserved in its budget, in the budget's unit; ``settled_at`` says that the budget knows its outcome.
    """

    # Where no foreign key of one column is, one of two says that the other row is of the same enterprise.
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    serial = models.CharField(_("serial"), max_length=24, unique=True)
    enterprise = models.ForeignKey("members.Enterprise", models.PROTECT, db_index=False, verbose_name=_("enterprise"))
    member = models.ForeignKey(
        "members.Member", models.PROTECT, db_index=False, db_constraint=False, related_name="grants", verbose_name=_("member")
    )
    benefit = models.ForeignKey(Benefit, models.PROTECT, db_index=False, related_name="grants", verbose_name=_("benefit"))
    terms = models.ForeignKey(Terms, models.PROTECT, db_index=False, verbose_name=_("terms"))
    budget = models.ForeignKey(Budget, models.PROTECT, db_index=False, db_constraint=False, related_name="grants", verbose_name=_("budget"))
    batch = models.ForeignKey(
        "benefits.Batch", models.PROTECT, db_index=False, db_constraint=False, related_name="grants", verbose_name=_("batch")
    )
    state = models.TextField(_("state"), choices=GrantState.choices, default=GrantState.CLAIMABLE)
    quantity = models.PositiveIntegerField(_("quantity"), default=1)
    committed = models.BigIntegerField(_("committed"))
    claimable_from = models.DateTimeField(_("claimable from"))
    claimable_until = models.DateTimeField(_("claimable until"))
    note = models.CharField(_("note"), max_length=500, blank=True)
    reference = models.CharField(_("reference"), max_length=128, null=True, blank=True)
    why = models.CharField(_("why"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("granted at"))
    claimed_at = models.DateTimeField(_("claimed at"), null=True)
    fulfilled_at = models.DateTimeField(_("delivered at"), null=True)
    activated_at = models.DateTimeField(_("activated at"), null=True)
    used_at = models.DateTimeField(_("used at"), null=True)
    used_said_by = models.TextField(
        _("marked used by"),
        blank=True,
        default="",
        db_default="",
        choices=[("member", _("The member")), ("staff", _("The platform's staff"))],
    )
    expired_at = models.DateTimeField(_("expired at"), null=True)
    revoked_at = models.DateTimeField(_("taken back at"), null=True)
    # It was given in a time that a restore forgot: claimed again only when somebody says so.
    set_aside_at = models.DateTimeField(_("set aside at"), null=True)
    settled_at = models.DateTimeField(_("settled at"), null=True)
    pushed_at = models.DateTimeField(_("delivery tried at"), null=True)
    warned_at = models.DateTimeField(_("warned at"), null=True)

    class Meta:
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        ordering = ["-id"]
        triggers = life_of(
            "grant",
            GRANT_MOVES,
            leaps=GRANT_LEAPS,
            born="issued",
            keeps=("serial", "enterprise", "member", "benefit", "terms", "budget", "batch", "quantity"),
            columns=Columns(
                enterprise="n.enterprise_id",
                member="n.member_id",
                data="jsonb_build_object('benefit', n.benefit_id, 'batch', n.batch_id)",
            ),
        )
        constraints = [
            # A key for foreign keys that carry the enterprise along, and the order of lists.
            models.UniqueConstraint(fields=["enterprise", "id"], name="grant_in_enterprise"),
            models.CheckConstraint(condition=Q(state__in=GrantState.values), name="grant_state_known"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="grant_gives_something"),
            models.CheckConstraint(condition=Q(committed__gte=0), name="grant_commits_something"),
            models.CheckConstraint(condition=Q(claimable_until__gt=F("claimable_from")), name="grant_window_in_order"),
            # The same reference of the same enterprise is the same grant.
            models.UniqueConstraint(fields=["enterprise", "reference"], condition=Q(reference__isnull=False), name="grant_reference_once"),
            models.CheckConstraint(
                condition=~Q(state__in=["claimed", "fulfilled", "used"]) | Q(claimed_at__isnull=False), name="grant_claimed_has_time"
            ),
            models.CheckConstraint(condition=~Q(state="fulfilled") | Q(fulfilled_at__isnull=False), name="grant_fulfilled_has_time"),
            models.CheckConstraint(condition=~Q(state="expired") | Q(expired_at__isnull=False), name="grant_expired_has_time"),
            models.CheckConstraint(condition=~Q(state="revoked") | Q(revoked_at__isnull=False), name="grant_revoked_has_time"),
            # The budget settles a grant only once its outcome is known.
            models.CheckConstraint(
                condition=Q(settled_at=None) | Q(state__in=["claimed", "fulfilled", "used", "expired", "revoked"]),
                name="grant_settled_has_outcome",
            ),
        ]
        # Foreign keys whose column begins one of these have no second index of their own.
        indexes = [
            models.Index(fields=["member", "state", "claimable_until"], name="grant_by_member"),
            # What an enterprise's front page counts, and its lists filter by: each filter has its own, in the order of the list.
            models.Index(fields=["enterprise", "state", "-id"], name="grant_by_state"),
            models.Index(fields=["enterprise", "benefit", "-id"], name="grant_by_benefit_given"),
            models.Index(fields=["enterprise", "created_at"], name="grant_by_day"),
            models.Index(fields=["enterprise", "claimable_until", "id"], condition=Q(state="claimable"), name="grant_next_to_end"),
            models.Index(fields=["batch", "-id"], name="grant_of_batch"),
            models.Index(fields=["batch", "state"], name="grant_by_batch"),
            models.Index(fields=["benefit", "-id"], include=["state"], name="grant_of_benefit"),
            models.Index(fields=["budget", "-id"], name="grant_of_budget"),
            # Of few grants in a million the newest fifty would be looked for among all of them.
            models.Index(
                fields=["state", "-id"], condition=Q(state__in=["scheduled", "claimed", "expired", "revoked"]), name="grant_in_state"
            ),
            models.Index(fields=["budget"], condition=Q(settled_at=None), name="grant_unsettled"),
            models.Index(fields=["claimable_from"], condition=Q(state="scheduled"), name="grant_to_open"),
            models.Index(fields=["claimable_until"], condition=Q(state__in=["scheduled", "claimable"]), name="grant_to_expire"),
            models.Index(fields=["claimable_until"], condition=Q(state="claimable", warned_at=None), name="grant_to_warn"),
            models.Index(
                fields=["id"], condition=Q(settled_at=None, state__in=["fulfilled", "used", "expired", "revoked"]), name="grant_to_settle"
            ),
        ]

    def __str__(self) -> str:
        return self.serial

    @property
    def is_back_in_budget(self) -> bool:
        """Whether what it committed is free again: it came to nothing, and its budget knows."""
        return self.settled_at is not None and self.state in (GrantState.EXPIRED, GrantState.REVOKED)
