"""What members are told on the portal itself."""

from django.db import models

from common.ids import new_id
from members.models.enterprise import Enterprise
from members.models.member import Member


class Notice(models.Model):
    """
    One line of news for one member, in their language. It costs nothing and reaches whoever comes by; nothing secret stands in it.

    ``about_id`` is what it is about: each member is told of a thing once.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, db_index=False, related_name="+")
    # Of the same enterprise: a foreign key over both columns says so.
    member = models.ForeignKey(Member, models.PROTECT, db_index=False, db_constraint=False, related_name="notices")
    about_id = models.UUIDField()
    title = models.CharField(max_length=200)
    text = models.CharField(max_length=500)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["about_id", "member"], name="notice_once")]
        indexes = [
            models.Index(fields=["member", "-id"], name="notice_by_member"),
            models.Index(fields=["member"], condition=models.Q(read_at=None), name="notice_unread"),
            models.Index(fields=["created_at"], name="notice_by_age"),
        ]
