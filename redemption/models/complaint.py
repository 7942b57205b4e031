"""Complaints: a member says that a code they were shown does not work, and what came of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.feed import life_of
from common.feed.triggers import Columns
from common.ids import new_id
from redemption.models.redemption import Redemption
from redemption.rules.complaining import NOTE_LENGTH
from redemption.states import COMPLAINT_MOVES, ComplaintReason, ComplaintState


class Complaint(models.Model):
    """
    One complaint about one redemption. The lot is written down with it: of that many complaints are counted.

    ``note`` is the member's, and never holds the code; ``answer`` is why it was rejected, in words that the member reads.
    """

    # Where no foreign key of one column is, one of two says that the other row is of the same enterprise.
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enterprise = models.ForeignKey("members.Enterprise", models.PROTECT, db_index=False, verbose_name=_("enterprise"))
    redemption = models.OneToOneField(
        Redemption, models.PROTECT, db_constraint=False, related_name="complaint", verbose_name=_("redemption")
    )
    member = models.ForeignKey("members.Member", models.PROTECT, db_constraint=False, related_name="complaints", verbose_name=_("member"))
    lot = models.ForeignKey("supply.Lot", models.PROTECT, db_index=False, related_name="complaints", verbose_name=_("lot"))
    reason = models.TextField(_("what is wrong"), choices=ComplaintReason.choices)
    note = models.CharField(_("member's note"), max_length=NOTE_LENGTH, blank=True)
    state = models.TextField(_("state"), choices=ComplaintState.choices, default=ComplaintState.OPEN)
    answer = models.CharField(_("answer to the member"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("said at"))
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = models.TextField(_("decided by"), blank=True)

    class Meta:
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        ordering = ["-id"]
        triggers = life_of(
            "complaint",
            COMPLAINT_MOVES,
            born="opened",
            keeps=("enterprise", "redemption", "member", "lot", "reason", "note", "created_at"),
            columns=Columns(
                enterprise="n.enterprise_id",
                member="n.member_id",
                data="jsonb_build_object('redemption', n.redemption_id, 'lot', n.lot_id)",
            ),
        )
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ComplaintState.values), name="complaint_state_known"),
            models.CheckConstraint(condition=Q(reason__in=ComplaintReason.values), name="complaint_reason_known"),
            # Whoever decided it, and when, is known exactly once it is decided.
            models.CheckConstraint(
                condition=Q(state="open", decided_at=None, decided_by="")
                | (~Q(state="open") & Q(decided_at__isnull=False) & ~Q(decided_by="")),
                name="complaint_decided_by_somebody",
            ),
            # A member who is told no is told why.
            models.CheckConstraint(condition=~Q(state="rejected") | ~Q(answer=""), name="complaint_rejected_has_answer"),
        ]
        indexes = [
            # A complaint counts those of its lot.
            models.Index(fields=["lot", "created_at"], name="complaint_of_lot"),
            models.Index(fields=["enterprise", "-id"], name="complaint_by_enterprise"),
            models.Index(fields=["-id"], condition=Q(state="open"), name="complaint_to_decide"),
        ]

    def __str__(self) -> str:
        return str(self.get_reason_display())
