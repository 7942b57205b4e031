"""Members: one person within one enterprise."""

from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.feed import life_of
from common.feed.triggers import Columns
from common.ids import new_id
from common.sealed import SealedTextField
from members.models.enterprise import Department, Enterprise
from members.states import MEMBER_MOVES, MemberState


class Member(models.Model):
    """One person within one enterprise. The name is sealed; ``name_print`` finds it exactly."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="members", verbose_name=_("enterprise"))
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, verbose_name=_("department"))
    staff_no = models.CharField(_("staff no."), max_length=64, null=True, blank=True)
    external_id = models.CharField(_("external id"), max_length=128, null=True, blank=True)
    name = SealedTextField(pgettext_lazy("person", "name"), purpose="members.member.name")
    name_print = models.BinaryField(max_length=32, null=True)
    state = models.TextField(_("state"), choices=MemberState.choices, default=MemberState.ACTIVE)
    joined_on = models.DateField(_("joined on"), null=True, blank=True)
    birthday = SealedTextField(_("birthday"), purpose="members.member.birthday", null=True, blank=True)
    birthday_print = models.BinaryField(max_length=32, null=True)
    region = models.CharField(_("region"), max_length=80, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    left_at = models.DateTimeField(_("left at"), null=True)
    returned_at = models.DateTimeField(_("returned at"), null=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering = ["-id"]
        triggers = life_of(
            "member", MEMBER_MOVES, born="joined", columns=Columns(enterprise="n.enterprise_id", member="n.id"), keeps=("enterprise",)
        )
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "staff_no"], name="member_staff_no_once"),
            models.UniqueConstraint(fields=["enterprise", "external_id"], name="member_external_id_once"),
            # A key for foreign keys that carry the enterprise along, and the order of lists.
            models.UniqueConstraint(fields=["enterprise", "id"], name="member_in_enterprise"),
            models.CheckConstraint(condition=Q(state__in=MemberState.values), name="member_state_known"),
            models.CheckConstraint(condition=~Q(state="left") | Q(left_at__isnull=False), name="member_left_has_time"),
        ]
        indexes = [
            # The operators' search: exact, over all enterprises.
            models.Index(fields=["name_print"], name="member_by_name"),
            models.Index(fields=["staff_no"], name="member_by_staff_no"),
            models.Index(fields=["external_id"], name="member_by_external_id"),
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def member_id(self) -> UUID:
        """An event about a member belongs to that member's timeline."""
        return self.id
