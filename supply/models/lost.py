"""What a restore forgot, as the witness and the suppliers told it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from supply.models.supplier import Supplier


class SpentCode(models.Model):
    """A code that was shown, of a lot that came in after the restored moment. Its file may come again; it is refused as known."""

    fingerprint = models.BinaryField(primary_key=True, max_length=32)
    shown_at = models.DateTimeField()
    noted_at = models.DateTimeField()


class LostFinding(models.TextChoices):
    SUCCEEDED = "succeeded", _("the supplier did it")
    PROCESSING = "processing", _("the supplier is working on it")
    UNKNOWN = "unknown", _("the supplier gave no clear answer")
    FAILED = "failed", _("the supplier refused it")
    NOT_FOUND = "not_found", _("the supplier does not know it")
    NO_SUPPLIER = "no_supplier", _("its supplier is not known any more")


class LostOrder(models.Model):
    """An order that was sent in a time that a restore forgot: what its supplier says of it now."""

    reference = models.CharField(_("reference"), max_length=64, primary_key=True)
    attempt_id = models.UUIDField(unique=True)
    purpose_id = models.UUIDField(_("redemption or order line"))
    grant_id = models.UUIDField(_("grant"), null=True)
    supplier = models.ForeignKey(Supplier, models.PROTECT, null=True, related_name="lost_orders", verbose_name=_("supplier"))
    finding = models.TextField(_("what the supplier says"), choices=LostFinding.choices)
    supplier_order_id = models.CharField(_("supplier's order"), max_length=120, blank=True)
    cost_minor = models.BigIntegerField(_("cost"), null=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    sent_at = models.DateTimeField(_("sent at"))
    found_at = models.DateTimeField(pgettext_lazy("supplier", "asked at"))

    class Meta:
        verbose_name = _("order of a lost time")
        verbose_name_plural = _("orders of a lost time")
        ordering = ["-sent_at"]
        constraints = [
            models.CheckConstraint(condition=models.Q(finding__in=LostFinding.values), name="lost_order_finding_known"),
        ]

    def __str__(self) -> str:
        return self.reference
