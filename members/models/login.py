"""Members' sign-in: one-time codes, sessions, and the messages that were sent."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.ids import new_id
from common.sealed import SealedTextField
from members.models.member import Member


class LoginCode(models.Model):
    """
    One one-time code for one phone or mail and one purpose. Only its hash is kept.

    A row is written for an unknown number as well: known and unknown cost the same and look the same.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    purpose = models.CharField(max_length=20)
    channel = models.CharField(max_length=10)
    fingerprint = models.BinaryField(max_length=32)
    address = models.GenericIPAddressField(null=True)
    code_hash = models.BinaryField(max_length=32)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["purpose", "fingerprint", "-created_at"], name="login_code_by_print"),
            models.Index(fields=["address", "-created_at"], name="login_code_by_address"),
        ]


class MemberSession(models.Model):
    """One signed-in device or API client of a member. Ends at once when the member leaves."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    member = models.ForeignKey(Member, models.PROTECT, related_name="sessions")
    token_hash = models.BinaryField(max_length=32, unique=True)
    kind = models.CharField(max_length=10, choices=[("portal", _("Portal")), ("api", _("API"))])
    device = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)


class SentMessage(models.Model):
    """One SMS or mail: sealed, because a one-time code may stand in it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    member = models.ForeignKey(Member, models.PROTECT, null=True, related_name="messages")
    channel = models.CharField(_("channel"), max_length=10)
    to = SealedTextField(_("to"), purpose="members.message.to")
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    text = SealedTextField(_("text"), purpose="members.message.text")
    key = models.CharField(max_length=160, unique=True)
    created_at = models.DateTimeField(_("created at"))
    sent_at = models.DateTimeField(_("sent at"), null=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.CharField(_("error"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["created_at"], condition=models.Q(sent_at=None), name="message_to_send")]
