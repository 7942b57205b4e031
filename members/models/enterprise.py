"""Enterprises, their departments, and the keys of their programs."""

from uuid import UUID
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.feed import life_of
from common.feed.triggers import Columns
from common.ids import new_id
from common.money import CURRENCIES
from members.states import ENTERPRISE_MOVES, EnterpriseState


def known_time_zone(name: str) -> None:
    """Refuse a time zone that the platform does not know."""
    if name not in available_timezones():
        raise ValidationError(_("%(name)s is not a time zone. Use a name such as Asia/Shanghai."), params={"name": name})


class Enterprise(models.Model):
    """A tenant: the company that pays for benefits."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.SlugField(_("slug"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    state = models.TextField(_("state"), choices=EnterpriseState.choices, default=EnterpriseState.ACTIVE)
    time_zone = models.CharField(_("time zone"), max_length=64, default="Asia/Shanghai", validators=[known_time_zone])
    currency = models.CharField(_("currency"), max_length=3, choices=CURRENCIES, default="CNY")
    support_contact = models.CharField(_("whom members ask"), max_length=200, blank=True)
    leaver_policy = models.TextField(
        pgettext_lazy("policy", "leavers"),
        choices=[("keep", _("Keep unclaimed grants until they expire")), ("revoke", _("Take back unclaimed grants"))],
        default="revoke",
    )
    sms_monthly_limit = models.PositiveIntegerField(
        _("SMS a month"), null=True, blank=True, help_text=_("Empty: as many as the platform allows every enterprise.")
    )
    approval_above_minor = models.PositiveBigIntegerField(
        _("second person above"),
        null=True,
        blank=True,
        help_text=_("Grants of more than this in one day, all together, need a second HR administrator. Empty: never."),
    )
    approval_above_grants = models.PositiveIntegerField(
        _("second person above grants"),
        null=True,
        blank=True,
        help_text=_("More grants than this in one day, all together, need a second HR administrator. Empty: never."),
    )
    roster_frozen_at = models.DateTimeField(
        _("roster frozen from"),
        null=True,
        blank=True,
        help_text=_("People who were added after this moment can't be granted anything. Empty: not frozen."),
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("enterprise")
        verbose_name_plural = _("enterprises")
        ordering = ["name"]
        triggers = life_of("enterprise", ENTERPRISE_MOVES, born="opened", columns=Columns(enterprise="n.id"))
        constraints = [models.CheckConstraint(condition=Q(state__in=EnterpriseState.values), name="enterprise_state_known")]

    def __str__(self) -> str:
        return self.name

    @property
    def enterprise_id(self) -> UUID:
        """An event about an enterprise is its own."""
        return self.id


class Department(models.Model):
    """One node of the organisation's tree; ``path`` spells it from the top, ``研发中心/平台部``."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="departments", verbose_name=_("enterprise"))
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, verbose_name=_("part of"))
    name = models.CharField(_("name"), max_length=80)
    path = models.CharField(_("path"), max_length=400)
    cost_center = models.CharField(_("cost centre"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "path"], name="department_once"),
            # A key for foreign keys that carry the enterprise along.
            models.UniqueConstraint(fields=["enterprise", "id"], name="department_in_enterprise"),
        ]

    def __str__(self) -> str:
        return self.path


class ApiKey(models.Model):
    """A key of the enterprise API. Only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="api_keys", verbose_name=_("enterprise"))
    label = models.CharField(_("label"), max_length=80, blank=True)
    prefix = models.CharField(_("begins with"), max_length=12)
    key_hash = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField(_("created at"))
    last_used_at = models.DateTimeField(_("last used at"), null=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True)

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.prefix}…"
