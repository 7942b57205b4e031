"""Where staff are signed in."""

from django.db import models

from common.ids import new_id
from members.models.staff import User


class StaffSession(models.Model):
    """
    One browser in which an operator, or somebody of an enterprise's staff, is signed in.

    Django's session holds what is signed in; this row says whose it is, and where. ``device_mark`` is that of the portal, where
    the same browser has been there too.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, models.CASCADE, db_index=False, related_name="sessions")
    session_key = models.CharField(max_length=40, unique=True)
    device = models.CharField(max_length=200, blank=True)
    device_mark = models.CharField(max_length=64, blank=True, default="", db_default="")
    address = models.GenericIPAddressField(null=True)
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "-seen_at"], name="staff_session_by_user")]
