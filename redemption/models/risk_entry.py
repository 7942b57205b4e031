"""The lists: whom nothing is given for now, and whom no rule counts."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.ids import new_id
from redemption.models.risk_rule import RiskRule


class ListKind(models.TextChoices):
    MEMBER = "member", _("Member")
    DEVICE = "device", _("Device")
    ADDRESS = "address", _("Network address")
    CONTACT = "contact", _("Phone or email")


class RiskEntry(models.Model):
    """
    One line of the block list or the allow list, with who put it there, why, and until when.

    A phone or mail is kept as its fingerprint alone; ``shown`` is what staff may read of it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    verdict = models.TextField(_("list"), choices=[("block", _("Blocked")), ("allow", _("Allowed"))])
    kind = models.TextField(_("kind"), choices=ListKind.choices)
    member = models.ForeignKey("members.Member", models.PROTECT, null=True, related_name="+", verbose_name=_("member"))
    device = models.CharField(_("device"), max_length=64, blank=True)
    network = models.CharField(_("network"), max_length=64, blank=True)
    contact_print = models.BinaryField(max_length=32, null=True)
    shown = models.CharField(_("who"), max_length=120)
    reason = models.CharField(_("reason"), max_length=500)
    rule = models.ForeignKey(RiskRule, models.PROTECT, null=True, related_name="entries", verbose_name=_("by rule"))
    actor = models.TextField(_("put there by"))
    created_at = models.DateTimeField(_("since"))
    expires_at = models.DateTimeField(_("until"), null=True)
    lifted_at = models.DateTimeField(_("lifted at"), null=True)

    class Meta:
        verbose_name = _("list entry")
        verbose_name_plural = _("block and allow lists")
        ordering = ["-id"]
        constraints = [
            # An entry means exactly what its kind says.
            models.CheckConstraint(
                condition=Q(kind="member", member__isnull=False, device="", network="", contact_print=None)
                | (Q(kind="device", member=None, network="", contact_print=None) & ~Q(device=""))
                | (Q(kind="address", member=None, device="", contact_print=None) & ~Q(network=""))
                | Q(kind="contact", member=None, device="", network="", contact_print__isnull=False),
                name="risk_entry_is_of_its_kind",
            ),
        ]
        indexes = [
            models.Index(fields=["member"], condition=Q(lifted_at=None, kind="member"), name="risk_entry_by_member"),
            models.Index(fields=["device"], condition=Q(lifted_at=None, kind="device"), name="risk_entry_by_device"),
            models.Index(fields=["contact_print"], condition=Q(lifted_at=None, kind="contact"), name="risk_entry_by_contact"),
            # Networks are found by an index over inet, which the migration makes in SQL.
        ]

    def __str__(self) -> str:
        return self.shown
