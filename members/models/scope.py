"""What an operator may see less of than their rights say: some enterprises only, and without some fields."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.ids import new_id
from members.models.enterprise import Enterprise
from members.models.staff import User

HIDDEN = [("cost", _("Costs and prices")), ("phone", _("Phones, emails and accounts")), ("code", _("Card codes and their lives"))]


class OperatorScope(models.Model):
    """
    One operator's limits. With ``is_limited`` they see the rows of ``enterprises`` and of no other, none where it is empty.

    ``hides`` names kinds of fields that stand empty for them everywhere.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.OneToOneField(User, models.CASCADE, related_name="operator_scope", verbose_name=_("operator"))
    is_limited = models.BooleanField(_("some enterprises only"), default=True)
    enterprises = models.ManyToManyField(Enterprise, blank=True, related_name="+", verbose_name=_("enterprises"))
    hides = ArrayField(models.CharField(max_length=10, choices=HIDDEN), default=list, blank=True, verbose_name=_("without"))

    class Meta:
        verbose_name = _("operator's scope")
        verbose_name_plural = _("operators' scopes")

    def __str__(self) -> str:
        return str(self.user)
