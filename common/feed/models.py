"""The feed's table, the readers' cursors, and the keys of events from outside."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.ids import new_id


class Event(models.Model):
    """
    One thing that happened. Rows come from triggers and ``note``; none is ever changed.

    The table is partitioned by month and made in SQL (migration 0002): Django only reads it.
    """

    id = models.BigAutoField(primary_key=True)
    tx = models.BigIntegerField()
    at = models.DateTimeField(_("at"))
    kind = models.TextField()
    subject_type = models.TextField()
    subject_id = models.UUIDField()
    enterprise_id = models.UUIDField(null=True)
    member_id = models.UUIDField(null=True)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    actor = models.TextField()
    reason = models.TextField(_("reason"), blank=True)
    request_id = models.TextField(_("request id"), blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("event of the feed")
        verbose_name_plural = _("events of the feed")
        managed = False
        db_table = "common_event"


class Cursor(models.Model):
    """How far one reader has come: everything at or before ``(tx, event_id)`` is dealt with."""

    name = models.TextField(primary_key=True)
    tx = models.BigIntegerField(default=0)
    event_id = models.BigIntegerField(default=0)
    moved_at = models.DateTimeField(auto_now=True)


class EventKey(models.Model):
    """A behaviour event from outside is taken once: its key is unique within its enterprise."""

    id = models.UUIDField(primary_key=True, default=new_id)
    enterprise_id = models.UUIDField()
    key = models.TextField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            # The same event sent twice is counted once.
            models.UniqueConstraint(fields=["enterprise_id", "key"], name="event_key_once"),
        ]
