"""Which log belongs to this database, how far it was compared, and whether the platform is fenced."""

from django.db import models
from django.db.models import Q

from common.ids import new_id


class WitnessBook(models.Model):
    """The one row that names this database's log: another database on the same host writes another."""

    is_one = models.BooleanField(primary_key=True, default=True)
    id = models.UUIDField(default=new_id, unique=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(is_one=True), name="witness_book_is_one")]


class WitnessFolder(models.Model):
    """One folder in which the log was begun, as it names itself, for which book, and by whom. Hosts share one, or each has its own."""

    id = models.UUIDField(primary_key=True, default=new_id)
    book = models.UUIDField()
    begun_at = models.DateTimeField()
    begun_by = models.TextField()


class WitnessMark(models.Model):
    """
    Up to where one file was compared, and all of it was known here. Its name is ``<folder>/<host>-<day>.log``.

    A restore takes the mark back with everything else: what was written since is compared again.
    """

    name = models.TextField(primary_key=True)
    size = models.BigIntegerField()


class Fence(models.Model):
    """One time that the witness knew more than the tables, or was not all there: from when, and until somebody had settled it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    is_up = models.BooleanField(default=True)
    raised_at = models.DateTimeField()
    unknown_count = models.PositiveIntegerField()
    # What of the log was missing, for the host's console: a line each.
    missing = models.TextField(blank=True, default="", db_default="")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.TextField(blank=True)

    class Meta:
        constraints = [
            # Many processes notice at once; one fence stands.
            models.UniqueConstraint(fields=["is_up"], condition=Q(is_up=True), name="fence_one_up"),
            models.CheckConstraint(
                condition=Q(is_up=True, lifted_at=None) | Q(is_up=False, lifted_at__isnull=False), name="fence_lifted_has_time"
            ),
        ]
