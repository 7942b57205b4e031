"""Reveals: each time a code was shown, and to whom. Written before the code is opened."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.ids import new_id
from redemption.models.redemption import Redemption


class Reveal(models.Model):
    """One showing of one code. The row is committed before the vault opens."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    redemption = models.ForeignKey(Redemption, models.PROTECT, related_name="reveals", verbose_name=_("redemption"))
    code = models.ForeignKey("supply.Code", models.PROTECT, verbose_name=_("code"))
    actor = models.TextField(_("shown to"))
    channel = models.CharField(_("channel"), max_length=20)
    address = models.GenericIPAddressField(_("address"), null=True)
    device = models.CharField(_("device"), max_length=200, blank=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("reveal")
        verbose_name_plural = _("reveals")
        ordering = ["-at"]
        triggers = [pgtrigger.ReadOnly(name="reveal_kept"), pgtrigger.Protect(name="reveal_stays", operation=pgtrigger.Delete)]
