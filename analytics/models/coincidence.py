"""Coincidences: what several people of one enterprise share, and what a login shares with those whom it grants to."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.ids import new_id


class CoincidenceKind(models.TextChoices):
    CONTACT = "contact", _("One phone, email or account behind several members")
    DEVICE = "device", _("Several members on one device")
    OWN_CONTACT = "own_contact", _("Grants to the granter's own phone or email")
    OWN_DEVICE = "own_device", _("A login's own device claimed for members")


class Coincidence(models.Model):
    """
    One thing that coincides within one enterprise, found by the daily look and kept until somebody explains it.

    ``key`` is the print of what coincides and ``masked`` what may be read of it. ``member_count`` is the most that were ever found at
    once; ``member_ids`` are the members of the last look, fifty at most. What grows after it was explained is open again.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enterprise = models.ForeignKey("members.Enterprise", models.PROTECT, related_name="+", verbose_name=_("enterprise"))
    kind = models.TextField(_("what coincides"), choices=CoincidenceKind.choices)
    key = models.CharField(max_length=200)
    masked = models.CharField(_("phone, email, account or device"), max_length=120)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("whose"))
    member_count = models.PositiveIntegerField(_("members"))
    member_ids = ArrayField(models.UUIDField(), default=list)
    since = models.DateTimeField(_("since"))
    found_at = models.DateTimeField(_("found at"))
    seen_at = models.DateTimeField(_("found last"))
    explained_at = models.DateTimeField(_("explained at"), null=True)
    explained_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("explained by"))
    explanation = models.CharField(pgettext_lazy("coincidence", "explanation"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("coincidence")
        verbose_name_plural = _("coincidences")
        ordering = ["-id"]
        constraints = [
            # Found again tomorrow it is the same one, with its explanation.
            models.UniqueConstraint(fields=["enterprise", "kind", "key"], name="coincidence_once"),
            models.CheckConstraint(condition=Q(kind__in=CoincidenceKind.values), name="coincidence_kind_known"),
            models.CheckConstraint(
                condition=Q(explained_at=None) | Q(explained_by__isnull=False), name="coincidence_explained_by_somebody"
            ),
        ]
        indexes = [
            models.Index(fields=["-id"], condition=Q(explained_at=None), name="coincidence_open"),
            models.Index(fields=["enterprise", "-id"], name="coincidence_by_enterprise"),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())  # Not the phone: not everybody who reads the title may read that.
