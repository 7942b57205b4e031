"""Decisions of risk: each time somebody was slowed, challenged or blocked, and by what."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.ids import new_id
from redemption.models.risk_entry import RiskEntry
from redemption.models.risk_rule import CountedBy, Endpoint, RiskAnswer, RiskRule


class RiskDecision(models.Model):
    """
    One answer to one caller, with the count and the limit as they were: the rule may be changed later.

    The same answer within one minute is one row that counts: whoever attacks does not fill the table.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.TextField()
    minute = models.DateTimeField()
    endpoint = models.TextField(_("what was asked"), choices=Endpoint.choices)
    answer = models.TextField(_("answer"), choices=RiskAnswer.choices)
    rule = models.ForeignKey(RiskRule, models.PROTECT, null=True, related_name="decisions", verbose_name=_("rule"))
    entry = models.ForeignKey(RiskEntry, models.PROTECT, null=True, related_name="decisions", verbose_name=_("list entry"))
    counted_by = models.TextField(_("counted by"), choices=CountedBy.choices, blank=True)
    level = models.PositiveIntegerField(_("counted"), default=0)
    most = models.PositiveIntegerField(_("at most"), default=0)
    within_seconds = models.PositiveIntegerField(_("within seconds"), default=0)
    member = models.ForeignKey("members.Member", models.PROTECT, null=True, related_name="+", verbose_name=_("member"))
    address = models.GenericIPAddressField(_("address"), null=True)
    device = models.CharField(_("device"), max_length=64, blank=True)
    at = models.DateTimeField(_("at"))
    times = models.PositiveIntegerField(_("times"), default=1)

    class Meta:
        verbose_name = _("risk decision")
        verbose_name_plural = _("risk decisions")
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["name", "minute"], name="risk_decision_once_a_minute")]
        indexes = [
            models.Index(fields=["-at"], name="risk_decision_by_time"),
            models.Index(fields=["member", "-at"], name="risk_decision_by_member"),
            models.Index(fields=["address", "-at"], name="risk_decision_by_address"),
        ]

    def __str__(self) -> str:
        return str(self.id)
