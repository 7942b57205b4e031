"""The SMS and mails that were sent."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.ids import new_id
from common.sealed import SealedTextField
from members.models.enterprise import Enterprise
from members.models.member import Member


class SentMessage(models.Model):
    """
    One SMS or mail: sealed, because a one-time code may stand in it.

    ``due_at`` is when it may be tried next, and the lease of whoever tries. A decoy is never sent: it makes a request for
    an unknown number cost what one for a known number costs.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    member = models.ForeignKey(Member, models.PROTECT, null=True, related_name="messages", verbose_name=_("member"))
    channel = models.CharField(_("channel"), max_length=10, choices=[("sms", _("SMS")), ("email", _("Email"))])
    to = SealedTextField(_("to"), purpose="members.message.to")
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    text = SealedTextField(_("text"), purpose="members.message.text")
    key = models.CharField(max_length=160, unique=True)
    is_decoy = models.BooleanField(default=False)
    created_at = models.DateTimeField(_("created at"))
    due_at = models.DateTimeField(_("next try at"), null=True)
    expires_at = models.DateTimeField(_("useless after"), null=True)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.CharField(_("error"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(due_at__isnull=False), name="message_to_send"),
            models.Index(fields=["-created_at"], name="message_by_age"),
        ]

    def __str__(self) -> str:
        return self.subject or self.channel


class SmsMonth(models.Model):
    """How many SMS an enterprise's members were sent in one month, and how many were not for want of budget."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="sms_months", verbose_name=_("enterprise"))
    month = models.DateField(_("month"))
    sent = models.PositiveIntegerField(_("sent"), default=0)
    refused = models.PositiveIntegerField(_("not sent"), default=0)

    class Meta:
        verbose_name = _("SMS of a month")
        verbose_name_plural = _("SMS by month")
        ordering = ["-month"]
        constraints = [models.UniqueConstraint(fields=["enterprise", "month"], name="sms_month_once")]
        indexes = [models.Index(fields=["month"], condition=models.Q(refused__gt=0), name="sms_month_over")]

    def __str__(self) -> str:
        return f"{self.enterprise} {self.month:%Y-%m}"
