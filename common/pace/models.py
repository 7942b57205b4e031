"""What is left of each caller's allowance."""

from django.db import models


class Allowance(models.Model):
    """
    One caller's allowance of one kind, as the moment at which it is whole again.

    The table is unlogged: counting costs no wait for the disk, and after a crash everybody begins anew.
    """

    name = models.TextField(primary_key=True)
    whole_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["whole_at"], name="allowance_by_time")]


class Kept(models.Model):
    """
    What a library counts by, under a key of its own, until it ends: how often a password was wrong, for a name and for an address.

    Logged: a crash gives nobody their tries back.
    """

    key = models.TextField(primary_key=True)
    value = models.JSONField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["ends_at"], name="kept_by_end")]
