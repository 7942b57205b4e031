"""What each member of staff did on each day, the limits of their own, and what waits for a second person."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.duties.states import APPROVAL_MOVES, ApprovalState
from common.feed import life_of
from common.feed.triggers import Columns
from common.ids import new_id
from common.sealed import SealedTextField


class Tally(models.Model):
    """How often one person did one thing on one day, and how much it came to. Limits are read from it, and odd patterns."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person"))
    duty = models.TextField(pgettext_lazy("duty", "what"))
    day = models.DateField(_("day"))
    times = models.PositiveIntegerField(_("times"), default=0)
    amount = models.BigIntegerField(_("sum"), default=0)

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")
        constraints = [
            # The one row that two requests of one person at the same moment must meet at.
            models.UniqueConstraint(fields=["person", "duty", "day"], name="tally_once_a_day"),
        ]
        indexes = [models.Index(fields=["day", "duty"], name="tally_by_day")]


class DutyLimit(models.Model):
    """A limit of one person's own, above or below what the registry says, for a while."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person"))
    duty = models.TextField(pgettext_lazy("duty", "what"))
    daily = models.PositiveIntegerField(_("times a day"))
    reason = models.CharField(_("reason"), max_length=500)
    until = models.DateTimeField(_("until"))
    created_at = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("personal limit")
        verbose_name_plural = _("personal limits")
        ordering = ["-created_at"]
        constraints = [models.UniqueConstraint(fields=["person", "duty"], name="duty_limit_once")]

    def __str__(self) -> str:
        return f"{self.person} · {self.duty}"


class Approval(models.Model):
    """
    One thing that somebody wants to do and somebody else must agree to, exactly as it was asked.

    ``content`` is what was typed, sealed; ``shown`` is what the second person reads of it. Neither can be changed: what runs is
    what was approved.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    state = models.TextField(_("state"), choices=ApprovalState.choices, default=ApprovalState.WAITING)
    duty = models.TextField(pgettext_lazy("duty", "what"))
    site = models.CharField(max_length=8)
    model = models.CharField(max_length=80)
    act = models.CharField(max_length=40)
    subject_id = models.UUIDField(null=True)
    title = models.CharField(_("title"), max_length=300)
    shown = models.JSONField(default=list)
    content = SealedTextField(purpose="common.approval.content")
    content_sha256 = models.BinaryField(max_length=32)
    amount = models.BigIntegerField(_("sum"), default=0)
    reason = models.CharField(_("reason"), max_length=500)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_desk = models.CharField(max_length=64, blank=True)
    asked_at = models.DateTimeField(_("asked at"))
    expires_at = models.DateTimeField(_("lapses at"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by"))
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decision = models.CharField(pgettext_lazy("decision", "why"), max_length=500, blank=True)
    done_at = models.DateTimeField(_("done at"), null=True)

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("waiting for approval")
        ordering = ["-asked_at"]
        triggers = [
            *life_of(
                "approval", APPROVAL_MOVES, born="asked", columns=Columns(data="jsonb_build_object('what', n.duty, 'about', n.title)")
            ),
            pgtrigger.ReadOnly(
                name="approval_content_kept",
                fields=["duty", "site", "model", "act", "subject_id", "content", "content_sha256", "amount", "asked_by"],
            ),
            pgtrigger.Protect(name="approval_stays", operation=pgtrigger.Delete),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ApprovalState.values), name="approval_state_known"),
            # Nobody is their own second person.
            models.CheckConstraint(condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")), name="approval_by_another"),
            # What was done was agreed to by somebody.
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "done", "refused"]) | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="approval_decided_has_person",
            ),
            models.CheckConstraint(condition=~Q(state="done") | Q(done_at__isnull=False), name="approval_done_has_time"),
        ]
        indexes = [
            models.Index(fields=["-asked_at"], condition=Q(state="waiting"), name="approval_waiting"),
            models.Index(fields=["expires_at"], condition=Q(state__in=["waiting", "approved"]), name="approval_to_lapse"),
            models.Index(fields=["asked_by", "-asked_at"], name="approval_by_person"),
        ]

    def __str__(self) -> str:
        return self.title
