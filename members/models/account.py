"""Accounts that top-ups land in."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.ids import new_id
from common.sealed import SealedTextField
from members.models.enterprise import Enterprise
from members.models.member import Member


class BoundAccount(models.Model):
    """One account of a member at one brand. ``removed_at`` keeps the history of what was bound."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, verbose_name=_("enterprise"))
    member = models.ForeignKey(Member, models.PROTECT, related_name="accounts", verbose_name=_("member"))
    brand = models.CharField(_("brand"), max_length=80)
    kind = models.CharField(_("kind"), max_length=10)
    value = SealedTextField(_("account"), purpose="members.account.value")
    fingerprint = models.BinaryField(max_length=32)
    masked = models.CharField(_("account"), max_length=80)
    verified_at = models.DateTimeField(_("verified at"), null=True)
    bound_at = models.DateTimeField(_("bound at"))
    removed_at = models.DateTimeField(_("removed at"), null=True)

    class Meta:
        verbose_name = _("bound account")
        verbose_name_plural = _("bound accounts")
        ordering = ["-bound_at"]
        constraints = [
            # One account a brand, so that one tap is enough.
            models.UniqueConstraint(fields=["member", "brand"], condition=Q(removed_at=None), name="account_one_a_brand"),
        ]
        indexes = [models.Index(fields=["brand", "fingerprint"], name="account_by_print")]

    def __str__(self) -> str:
        return f"{self.brand} {self.masked}"
