"""Proofs: each run of each invariant, for the board."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.ids import new_id


class Proof(models.Model):
    """One invariant checked once: held, or the ids that break it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    invariant = models.CharField(_("invariant"), max_length=80)
    at = models.DateTimeField(_("checked at"))
    broken_count = models.PositiveIntegerField(_("broken"), default=0)
    offenders = models.JSONField(_("offending ids"), default=list)
    took_ms = models.PositiveIntegerField(_("took"), default=0)

    class Meta:
        verbose_name = _("proof")
        verbose_name_plural = _("invariant board")
        ordering = ["-at", "invariant"]
        indexes = [models.Index(fields=["invariant", "-at"], name="proof_latest")]

    def __str__(self) -> str:
        return self.invariant
