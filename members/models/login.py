"""Members' sign-in: one-time codes, missed tries, sessions."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.ids import new_id
from members.models.member import Member


class LoginCode(models.Model):
    """
    One one-time code for one phone or mail and one purpose. Only its keyed hash is kept.

    A row is written for an unknown number as well: known and unknown cost the same and look the same.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    purpose = models.CharField(max_length=20)
    subject = models.CharField(max_length=64, blank=True)
    channel = models.CharField(max_length=10)
    fingerprint = models.BinaryField(max_length=32)
    address = models.GenericIPAddressField(null=True)
    code_hash = models.BinaryField(max_length=32)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # The last guardian of the limit, however many tries come at once.
            models.CheckConstraint(condition=Q(tries__lte=5), name="login_code_five_tries"),
        ]
        indexes = [
            models.Index(fields=["channel", "fingerprint", "-created_at"], name="login_code_by_print"),
            models.Index(fields=["address", "-created_at"], name="login_code_by_address"),
            models.Index(fields=["created_at"], name="login_code_by_age"),
        ]


class Texted(models.Model):
    """One SMS that left for a number and carried no one-time code: both together are what the number's day is counted by."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    fingerprint = models.BinaryField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["fingerprint", "-at"], name="texted_by_print"),
            models.Index(fields=["at"], name="texted_by_age"),
        ]


class LoginMiss(models.Model):
    """One wrong code from one address: many of them in a row are somebody guessing."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    address = models.GenericIPAddressField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["address", "-at"], name="login_miss_by_address")]


class MemberSession(models.Model):
    """
    One signed-in device or API client of a member. Ends at once when the member leaves.

    ``device`` is what it calls itself; ``device_mark`` what tells it from others, empty where that isn't known.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    member = models.ForeignKey(Member, models.PROTECT, related_name="sessions")
    token_hash = models.BinaryField(max_length=32, unique=True)
    kind = models.CharField(max_length=10, choices=[("portal", _("Portal")), ("api", _("API"))])
    device = models.CharField(max_length=200, blank=True)
    device_mark = models.CharField(max_length=64, blank=True, default="", db_default="")
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
