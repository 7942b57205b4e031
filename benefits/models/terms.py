"""Versioned terms: what a member was promised stays readable as it was."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from benefits.models.benefit import Benefit
from common.ids import new_id


class Terms(models.Model):
    """
    One version of a benefit's terms. A new version is a new row; a row is never changed.

    Validity: to be claimed for ``valid_days`` from the grant on, or until ``valid_until``; to be used for ``use_days`` from the claim
    on, or until ``use_until``; the earlier of the two where both are set. ``specifics`` holds what only this kind of benefit promises.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    benefit = models.ForeignKey(Benefit, models.PROTECT, related_name="terms", verbose_name=_("benefit"))
    version = models.PositiveIntegerField(_("version"))
    instructions = models.CharField(_("how to use it, short"), max_length=300)
    instructions_en = models.CharField(_("how to use it, short, English"), max_length=300, blank=True)
    details = models.TextField(_("how to use it, in full"), blank=True)
    details_en = models.TextField(_("how to use it, in full, English"), blank=True)
    rules = models.TextField(_("rules"), blank=True)
    rules_en = models.TextField(_("rules, English"), blank=True)
    use_url = models.CharField(_("link to use it"), max_length=300, blank=True, help_text=_("Where a code is entered."))
    valid_days = models.PositiveIntegerField(_("valid for days"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True, help_text=_("The last day, in the enterprise's time zone."))
    use_days = models.PositiveIntegerField(_("usable for days"), null=True, blank=True, help_text=_("From the claim on."))
    use_until = models.DateField(_("usable until"), null=True, blank=True, help_text=_("The last day, in the enterprise's time zone."))
    warn_days = models.PositiveSmallIntegerField(_("warn days before expiry"), default=3)
    weekdays = models.JSONField(_("days of the week"), default=list, blank=True, help_text=_("1 is Monday. Empty: every day."))
    minimum_spend_minor = models.BigIntegerField(_("minimum spend"), null=True, blank=True)
    stores = models.CharField(_("stores and channels"), max_length=300, blank=True, db_default="")
    stores_en = models.CharField(_("stores and channels, English"), max_length=300, blank=True, db_default="")
    specifics = models.JSONField(_("of its kind"), default=dict, blank=True)
    limit_per_member = models.PositiveIntegerField(_("most per member"), null=True, blank=True)
    limit_period_days = models.PositiveIntegerField(_("within days"), null=True, blank=True, help_text=_("Empty: ever."))
    created_at = models.DateTimeField(_("published at"), auto_now_add=True)
    created_by = models.TextField(_("published by"), blank=True)

    class Meta:
        verbose_name = _("terms")
        verbose_name_plural = _("terms")
        ordering = ["benefit", "-version"]
        triggers = [
            # Whoever holds the benefit keeps the version that they were given.
            pgtrigger.ReadOnly(name="terms_kept"),
            pgtrigger.Protect(name="terms_stay", operation=pgtrigger.Delete),
        ]
        constraints = [
            models.UniqueConstraint(fields=["benefit", "version"], name="terms_version_once"),
            models.CheckConstraint(condition=Q(valid_days=None) | Q(valid_days__gt=0), name="terms_valid_for_a_while"),
            models.CheckConstraint(condition=Q(use_days=None) | Q(use_days__gt=0), name="terms_usable_for_a_while"),
            # A period without a number limits nothing.
            models.CheckConstraint(condition=Q(limit_period_days=None) | Q(limit_per_member__isnull=False), name="terms_period_has_limit"),
        ]

    def __str__(self) -> str:
        return f"v{self.version}"
