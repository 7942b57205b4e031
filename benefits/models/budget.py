"""Budgets: what an enterprise, a department or a campaign may commit."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from benefits.states import BUDGET_MOVES, BudgetState
from common.feed import life_of
from common.feed.triggers import Columns
from common.ids import new_id
from common.money import CURRENCIES, PIECES


class Campaign(models.Model):
    """A named occasion of an enterprise for which benefits are given."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enterprise = models.ForeignKey("members.Enterprise", models.PROTECT, verbose_name=_("enterprise"))
    name = models.CharField(_("name"), max_length=120)
    starts_at = models.DateTimeField(_("starts at"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends at"), null=True, blank=True)

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "name"], name="campaign_once"),
            # A key for foreign keys that carry the enterprise along.
            models.UniqueConstraint(fields=["enterprise", "id"], name="campaign_in_enterprise"),
        ]

    def __str__(self) -> str:
        return self.name


class Budget(models.Model):
    """
    What may be committed in one unit, money or pieces.

    Its amounts live in the ledger: accounts ``funding``, ``available``, ``reserved``, ``spent`` owned by the budget.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enterprise = models.ForeignKey("members.Enterprise", models.PROTECT, related_name="budgets", verbose_name=_("enterprise"))
    department = models.ForeignKey("members.Department", models.PROTECT, null=True, blank=True, verbose_name=_("department"))
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, blank=True, verbose_name=_("campaign"))
    name = models.CharField(_("name"), max_length=120)
    unit = models.CharField(_("unit"), max_length=10, choices=[(PIECES, _("Pieces")), *CURRENCIES], default="CNY")
    state = models.TextField(_("state"), choices=BudgetState.choices, default=BudgetState.OPEN)
    is_default = models.BooleanField(_("used when none is named"), default=False)
    starts_at = models.DateTimeField(_("starts at"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends at"), null=True, blank=True)
    low_percent = models.PositiveSmallIntegerField(_("warn below percent"), default=10)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("budget")
        verbose_name_plural = _("budgets")
        ordering = ["name"]
        triggers = life_of("budget", BUDGET_MOVES, born="opened", columns=Columns(enterprise="n.enterprise_id"), keeps=("enterprise",))
        constraints = [
            models.CheckConstraint(condition=Q(state__in=BudgetState.values), name="budget_state_known"),
            models.UniqueConstraint(fields=["enterprise", "name"], name="budget_once"),
            models.UniqueConstraint(fields=["enterprise", "id"], name="budget_in_enterprise"),
            # "The budget" must mean one.
            models.UniqueConstraint(fields=["enterprise"], condition=Q(is_default=True), name="budget_one_default"),
            models.CheckConstraint(condition=Q(ends_at=None) | Q(starts_at=None) | Q(ends_at__gt=F("starts_at")), name="budget_in_order"),
        ]

    def __str__(self) -> str:
        return self.name
