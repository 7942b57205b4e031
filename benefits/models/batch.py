"""Batches: grants made by one act, and the rows from which they are made."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from benefits.models.budget import Budget
from benefits.models.grant import Grant
from benefits.states import BATCH_MOVES, BatchState
from common.feed import life_of
from common.feed.triggers import Columns
from common.ids import new_id
from common.sealed import SealedTextField


class Batch(models.Model):
    """Grants made by one act: checked row by row, issued together, undone together."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enterprise = models.ForeignKey("members.Enterprise", models.PROTECT, verbose_name=_("enterprise"))
    source = models.TextField(
        _("source"),
        choices=[("import", _("Spreadsheet")), ("api", _("API")), ("manual", _("Console")), ("opening", _("Open claim"))],
    )
    name = models.CharField(_("name"), max_length=255)
    state = models.TextField(_("state"), choices=BatchState.choices, default=BatchState.CHECKING)
    budget = models.ForeignKey(Budget, models.PROTECT, verbose_name=_("budget"))
    creates_members = models.BooleanField(_("creates unknown people"), default=False)
    allows_repeats = models.BooleanField(_("allows repeats"), default=False)
    row_count = models.PositiveIntegerField(_("rows"), default=0)
    checked_count = models.PositiveIntegerField(_("checked"), default=0)
    good_count = models.PositiveIntegerField(_("good"), default=0)
    refused_count = models.PositiveIntegerField(_("refused"), default=0)
    skipped_count = models.PositiveIntegerField(_("skipped"), default=0)
    issued_count = models.PositiveIntegerField(_("issued"), default=0)
    committed = models.BigIntegerField(_("total"), default=0)
    reversed_count = models.PositiveIntegerField(_("taken back"), default=0)
    kept_count = models.PositiveIntegerField(_("kept"), default=0)
    problem = models.TextField(_("problem"), blank=True)
    created_by = models.TextField(_("made by"))
    confirmed_by = models.TextField(_("confirmed by"), blank=True)
    asked_by = models.TextField(_("second person asked for by"), blank=True)
    asked_at = models.DateTimeField(_("second person asked for at"), null=True)
    created_at = models.DateTimeField(_("created at"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)
    undo_begun_at = models.DateTimeField(_("undoing began at"), null=True)
    undo_reason = models.TextField(_("undone because"), blank=True, default="", db_default="")
    undone_at = models.DateTimeField(_("undone at"), null=True)
    # The last member who was told, in the order of their ids, while others are left.
    announced_to = models.UUIDField(null=True, editable=False)
    announced_at = models.DateTimeField(_("members told at"), null=True)

    class Meta:
        verbose_name = _("batch")
        verbose_name_plural = _("batches")
        ordering = ["-created_at"]
        triggers = life_of("batch", BATCH_MOVES, born="created", columns=Columns(enterprise="n.enterprise_id"), keeps=("enterprise",))
        constraints = [
            models.CheckConstraint(condition=Q(state__in=BatchState.values), name="batch_state_known"),
            # A key for foreign keys that carry the enterprise along.
            models.UniqueConstraint(fields=["enterprise", "id"], name="batch_in_enterprise"),
            # Nobody is their own second person.
            models.CheckConstraint(condition=Q(asked_by="") | ~Q(asked_by=F("confirmed_by")), name="batch_confirmed_by_another"),
        ]
        indexes = [
            models.Index(fields=["enterprise", "-created_at"], name="batch_by_enterprise"),
            models.Index(fields=["finished_at"], condition=Q(state="done", announced_at=None), name="batch_to_announce"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_being_undone(self) -> bool:
        """Some of its grants are taken back and the others are about to be."""
        return self.state == BatchState.DONE and self.undo_begun_at is not None


class Import(models.Model):
    """The spreadsheet of a batch. The confirmation binds to ``file_sha256``."""

    batch = models.OneToOneField(Batch, models.CASCADE, primary_key=True, related_name="sheet")
    file_name = models.CharField(_("file"), max_length=255)
    file_sha256 = models.BinaryField(max_length=32)
    sealed_content = models.BinaryField(null=True, help_text="The file, sealed; gone once its rows are staged.")
    sheet_name = models.CharField(_("sheet"), max_length=120, blank=True)
    encoding = models.CharField(_("encoding"), max_length=20, blank=True)
    unknown_columns = models.JSONField(_("columns ignored"), default=list)
    warnings = models.JSONField(_("warnings"), default=list)
    sample = models.JSONField(_("sample"), default=list)


class BatchRow(models.Model):
    """One row: what was given (sealed), what it means, and its outcome."""

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(Batch, models.CASCADE, db_index=False, related_name="rows")
    number = models.PositiveIntegerField(_("row"))
    given = SealedTextField(purpose="benefits.row.given")
    staff_no = models.TextField(blank=True)
    external_id = models.TextField(blank=True)
    phone_print = models.BinaryField(max_length=32, null=True)
    email_print = models.BinaryField(max_length=32, null=True)
    person = SealedTextField(purpose="benefits.row.person", null=True)
    benefit_code = models.TextField(blank=True)
    quantity = models.PositiveIntegerField(null=True)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    note = models.TextField(blank=True)
    reference = models.TextField(blank=True)
    reasons = models.JSONField(_("reasons"), default=list)
    outcome = models.TextField(
        _("outcome"),
        default="pending",
        choices=[
            ("pending", _("Checking")),
            ("good", _("Good")),
            ("refused", _("Refused")),
            ("skipped", _("Skipped")),
            ("granted", _("Granted")),
        ],
    )
    member_id = models.UUIDField(null=True)
    benefit_id = models.UUIDField(null=True)
    terms_id = models.UUIDField(null=True)
    committed = models.BigIntegerField(default=0)
    claimable_from = models.DateTimeField(null=True)
    claimable_until = models.DateTimeField(null=True)
    grant = models.OneToOneField(Grant, models.PROTECT, null=True, related_name="row")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="batch_row_once"),
            # Granted rows have their grant, and no others do.
            models.CheckConstraint(
                condition=Q(outcome="granted", grant__isnull=False) | (~Q(outcome="granted") & Q(grant=None)),
                name="batch_row_granted_has_grant",
            ),
        ]
        indexes = [models.Index(fields=["batch", "outcome", "number"], name="batch_row_by_outcome")]
