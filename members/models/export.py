"""Spreadsheets that people take away: asked for by one person, written by a job, kept for a day."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.feed import life_of
from common.feed.triggers import Columns
from common.ids import new_id
from members.models.enterprise import Enterprise
from members.states import EXPORT_MOVES, ExportState


class Export(models.Model):
    """
    One spreadsheet for one person. Nobody else has it, and a day later nobody has.

    ``kind`` names what is written, ``subject_id`` what it is about; ``wanted`` are the ids of its rows, 16 bytes each, where they
    were chosen by a list. ``place`` is how far the rows are gathered, as their kind counts it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, verbose_name=_("enterprise"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("asked for by"))
    kind = models.TextField(_("kind"))
    subject_id = models.UUIDField(null=True)
    wanted = models.BinaryField(default=bytes)
    language = models.CharField(_("language"), max_length=16)
    name = models.CharField(_("file"), max_length=255)
    state = models.TextField(_("state"), choices=ExportState.choices, default=ExportState.WRITING)
    row_count = models.PositiveIntegerField(_("rows"))
    gathered_count = models.PositiveIntegerField(_("rows gathered"), default=0)
    place = models.BigIntegerField(default=0)
    is_gathered = models.BooleanField(default=False)
    byte_count = models.PositiveBigIntegerField(_("bytes"), default=0)
    created_at = models.DateTimeField(_("asked for at"))
    finished_at = models.DateTimeField(_("finished at"), null=True)
    expires_at = models.DateTimeField(_("deleted at"))

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ["-id"]
        triggers = life_of(
            "export",
            EXPORT_MOVES,
            born="asked",
            columns=Columns(
                enterprise="n.enterprise_id",
                data="jsonb_build_object('of', n.kind, 'subject', n.subject_id, 'rows', n.row_count)",
            ),
        )
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ExportState.values), name="export_state_known"),
            # What can be taken away has its content, and says when it was done.
            models.CheckConstraint(
                condition=~Q(state="ready") | Q(finished_at__isnull=False, byte_count__gt=0), name="export_ready_has_file"
            ),
        ]
        indexes = [models.Index(fields=["expires_at"], name="export_to_forget")]

    def __str__(self) -> str:
        return self.name


class ExportPart(models.Model):
    """A piece of an export, sealed: first of its rows, in the end of its file."""

    id = models.BigAutoField(primary_key=True)
    export = models.ForeignKey(Export, models.CASCADE, db_index=False, related_name="parts")
    is_file = models.BooleanField()
    number = models.PositiveIntegerField()
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["export", "is_file", "number"], name="export_part_once")]
