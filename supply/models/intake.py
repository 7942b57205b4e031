"""A file of codes on its way in: sealed chunks, then checked lines, then a lot."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.feed import life_of
from common.ids import new_id
from supply.models.lot import Lot
from supply.models.sealed import WithoutSecrets
from supply.states import INTAKE_MOVES, IntakeState


class Intake(models.Model):
    """One file of codes. Nothing of it is stock until it is committed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    lot = models.OneToOneField(Lot, models.PROTECT, related_name="intake", verbose_name=_("lot"))
    state = models.TextField(_("state"), choices=IntakeState.choices, default=IntakeState.CHECKING)
    file_name = models.CharField(_("file"), max_length=255)
    file_fingerprint = models.BinaryField(max_length=32)
    encoding = models.CharField(_("encoding"), max_length=20, blank=True)
    layout = models.JSONField(_("columns"), default=dict)
    line_count = models.PositiveIntegerField(_("lines"), default=0)
    checked_count = models.PositiveIntegerField(_("checked"), default=0)
    good_count = models.PositiveIntegerField(_("good"), default=0)
    refused_count = models.PositiveIntegerField(_("refused"), default=0)
    problem = models.TextField(_("problem"), blank=True)
    created_by = models.TextField(_("brought by"))
    created_at = models.DateTimeField(_("created at"))
    finished_at = models.DateTimeField(_("finished at"), null=True)

    class Meta:
        verbose_name = _("code intake")
        verbose_name_plural = _("code intakes")
        ordering = ["-created_at"]
        triggers = life_of("intake", INTAKE_MOVES, born="uploaded")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=IntakeState.values), name="intake_state_known"),
            # A file brought twice, or by a double click, is checked once.
            models.UniqueConstraint(
                fields=["file_fingerprint"], condition=Q(state__in=["checking", "ready", "committing"]), name="intake_file_once"
            ),
        ]

    def __str__(self) -> str:
        return self.called

    @property
    def called(self) -> str:
        """The name of its file, or of the supplier's order; of codes that we made, that we made them, in the reader's language."""
        return gettext("Made by us") if "guess_chance" in self.layout else self.file_name


class IntakeChunk(models.Model):
    """Some thousand lines of the file under the lot's data key; deleted once they are checked."""

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="chunks")
    position = models.PositiveIntegerField()
    sealed = models.BinaryField()

    SEALED = ("sealed",)
    objects = WithoutSecrets["IntakeChunk"]()

    class Meta:
        base_manager_name = "objects"
        constraints = [models.UniqueConstraint(fields=["intake", "position"], name="intake_chunk_once")]


class StagedCode(models.Model):
    """One checked line: ready to become a code, or refused with a reason. A refused line keeps no secret."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # Not checked row by row: the rows are written in bulk under the intake's lock, and live no longer than it.
    intake = models.ForeignKey(Intake, models.CASCADE, related_name="staged", db_constraint=False, db_index=False)
    line_number = models.PositiveIntegerField(_("line"))
    reason = models.TextField(_("reason"), blank=True)
    given = models.TextField(_("given"), blank=True)
    same_as_line = models.PositiveIntegerField(_("same as line"), null=True)
    fingerprint = models.BinaryField(max_length=32, null=True)
    ciphertext = models.BinaryField(null=True)
    tail = models.CharField(max_length=4, blank=True)
    expires_on = models.DateField(null=True)
    shuffle = models.IntegerField(default=0)

    SEALED = ("ciphertext", "fingerprint")
    objects = WithoutSecrets["StagedCode"]()

    class Meta:
        base_manager_name = "objects"
        verbose_name = _("checked line")
        verbose_name_plural = _("checked lines")
        constraints = [
            models.UniqueConstraint(fields=["intake", "line_number"], name="staged_line_once"),
            # A line that is refused keeps nothing that could be opened or compared.
            models.CheckConstraint(
                condition=Q(reason="", ciphertext__isnull=False, fingerprint__isnull=False)
                | (~Q(reason="") & Q(ciphertext=None, fingerprint=None, tail="")),
                name="staged_refused_keeps_no_secret",
            ),
        ]
        indexes = [models.Index(fields=["intake", "line_number"], condition=~Q(reason=""), name="staged_refused")]
