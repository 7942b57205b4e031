"""Uses: each time that somebody said "it was used". A use that was said by mistake is taken back, and stays readable."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.ids import new_id
from redemption.models.redemption import Redemption


class Use(models.Model):
    """One use of one redemption, as its member or staff marked it. ``number`` counts the uses of the redemption."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enterprise = models.ForeignKey("members.Enterprise", models.PROTECT, verbose_name=_("enterprise"))
    redemption = models.ForeignKey(Redemption, models.PROTECT, related_name="marked_uses", verbose_name=_("redemption"))
    number = models.PositiveSmallIntegerField(_("number"))
    said_by = models.TextField(_("marked by"), choices=[("member", _("The member")), ("staff", _("The platform's staff"))])
    actor = models.TextField(_("by"))
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    at = models.DateTimeField(_("at"))
    undone_at = models.DateTimeField(_("taken back at"), null=True)
    undone_by = models.TextField(_("taken back by"), blank=True)

    class Meta:
        verbose_name = _("use")
        verbose_name_plural = _("uses")
        ordering = ["-id"]
        constraints = [
            # The second use is never the first again: two taps are one use, or two.
            models.UniqueConstraint(fields=["redemption", "number"], condition=Q(undone_at=None), name="use_once"),
            models.CheckConstraint(condition=Q(undone_at=None) | ~Q(undone_by=""), name="use_undone_has_author"),
        ]

    def __str__(self) -> str:
        return str(self.number)
