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
