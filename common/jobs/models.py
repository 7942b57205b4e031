"""Long acts that survive restarts, and the ticks of the beat."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.ids import new_id
from common.jobs.states import JobState


class Job(models.Model):
    """
    One long act, done in steps: what it is about, how far it is, who holds it.

    ``lease`` is a fencing token: every step writes only while it still holds it.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.TextField(_("name"))
    subject_id = models.UUIDField(_("id of what it is about"))
    enterprise_id = models.UUIDField(_("enterprise"), null=True)
    state = models.TextField(_("state"), choices=JobState.choices, default=JobState.QUEUED)
    done_count = models.PositiveIntegerField(_("steps done"), default=0)
    total_count = models.PositiveIntegerField(_("steps in all"), default=0)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    lease = models.UUIDField(null=True)
    leased_until = models.DateTimeField(_("held until"), null=True)
    served_at = models.DateTimeField(_("last had a worker at"), null=True)
    actor = models.TextField(_("by"))
    error = models.TextField(_("error"), blank=True)
    created_at = models.DateTimeField(_("created at"))
    finished_at = models.DateTimeField(_("finished at"), null=True)

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        constraints = [
            # The same act on the same thing runs once at a time.
            models.UniqueConstraint(fields=["name", "subject_id"], condition=Q(state__in=["queued", "running"]), name="job_once_at_a_time"),
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="job_state_known"),
        ]
        indexes = [
            models.Index(fields=["leased_until"], condition=Q(state__in=["queued", "running"]), name="job_due"),
            # Whose turn it is: who was served of late.
            models.Index(fields=["served_at"], condition=Q(served_at__isnull=False), name="job_served"),
        ]

    @property
    def percent(self) -> int:
        if self.state == JobState.DONE:
            return 100
        return min(99, self.done_count * 100 // self.total_count) if self.total_count else 0


class Tick(models.Model):
    """One beat of one periodic act. Two schedulers at once make one tick."""

    name = models.TextField()
    slot = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "slot"], name="tick_once")]
