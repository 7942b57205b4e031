"""A roster on its way in: joiners, movers, leavers, seen before anything changes."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.feed import life_of
from common.feed.triggers import Columns
from common.ids import new_id
from common.sealed import SealedTextField
from members.models.enterprise import Enterprise
from members.states import ROSTER_MOVES, RosterState


class Roster(models.Model):
    """One uploaded roster. Nothing of it holds until it is confirmed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, verbose_name=_("enterprise"))
    state = models.TextField(_("state"), choices=RosterState.choices, default=RosterState.CHECKING)
    file_name = models.CharField(_("file"), max_length=255)
    file_sha256 = models.BinaryField(max_length=32)
    sealed_content = models.BinaryField(null=True, help_text="The file, sealed; gone once its rows are staged.")
    unknown_columns = models.JSONField(_("columns ignored"), default=list)
    warnings = models.JSONField(_("warnings"), default=list)
    encoding = models.CharField(_("encoding"), max_length=20, blank=True)
    sheet_name = models.CharField(_("sheet"), max_length=120, blank=True, db_default="")
    sample = models.JSONField(_("sample"), default=list)
    row_count = models.PositiveIntegerField(_("rows"), default=0)
    joiner_count = models.PositiveIntegerField(_("joiners"), default=0)
    mover_count = models.PositiveIntegerField(_("movers"), default=0)
    leaver_count = models.PositiveIntegerField(_("leavers"), default=0)
    returner_count = models.PositiveIntegerField(_("returners"), default=0)
    unchanged_count = models.PositiveIntegerField(_("unchanged"), default=0)
    refused_count = models.PositiveIntegerField(_("refused"), default=0)
    missing_count = models.PositiveIntegerField(
        _("not in the file"), default=0, help_text=_("Active people whom the file does not name. They stay as they are.")
    )
    problem = models.TextField(_("problem"), blank=True)
    created_by = models.TextField(_("brought by"))
    confirmed_by = models.TextField(_("confirmed by"), blank=True)
    created_at = models.DateTimeField(_("created at"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)

    class Meta:
        verbose_name = _("roster import")
        verbose_name_plural = _("roster imports")
        ordering = ["-created_at"]
        triggers = life_of("roster", ROSTER_MOVES, born="uploaded", columns=Columns(enterprise="n.enterprise_id"), keeps=("enterprise",))
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RosterState.values), name="roster_state_known"),
            # Two rosters of one enterprise at once would each apply a preview that the other makes untrue.
            models.UniqueConstraint(fields=["enterprise"], condition=Q(state="applying"), name="roster_one_at_a_time"),
        ]
        indexes = [models.Index(fields=["enterprise", "-created_at"], name="roster_by_enterprise")]

    def __str__(self) -> str:
        return self.file_name


class RosterVerdict(models.TextChoices):
    JOINS = "joins", _("Joins")
    MOVES = "moves", _("Changes")
    LEAVES = "leaves", _("Leaves")
    RETURNS = "returns", _("Returns")
    SAME = "same", _("No change")
    REFUSED = "refused", _("Refused")


class RosterRow(models.Model):
    """
    One row of a roster: what was given (sealed), what it means, what is wrong with it.

    The prints and the plain columns are what the checks compare in SQL; a blank one leaves the member's own as it is.
    """

    id = models.BigAutoField(primary_key=True)
    roster = models.ForeignKey(Roster, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row"))
    given = SealedTextField(purpose="members.roster.given")
    staff_no = models.TextField(blank=True)
    phone_print = models.BinaryField(max_length=32, null=True)
    email_print = models.BinaryField(max_length=32, null=True)
    name_print = models.BinaryField(max_length=32, null=True)
    birthday_print = models.BinaryField(max_length=32, null=True)
    department = models.TextField(blank=True)
    joined_on = models.DateField(null=True)
    region = models.TextField(blank=True)
    has_left = models.BooleanField(default=False)
    cell_reasons = models.JSONField(default=list)
    verdict = models.TextField(_("what happens"), blank=True, choices=RosterVerdict.choices)
    reasons = models.JSONField(_("reasons"), default=list)
    member_id = models.UUIDField(null=True)
    applied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["roster", "number"], name="roster_row_once")]
        indexes = [
            models.Index(fields=["roster", "verdict", "number"], name="roster_row_by_verdict"),
            models.Index(fields=["roster", "number"], condition=Q(applied_at=None), name="roster_row_to_apply"),
        ]
