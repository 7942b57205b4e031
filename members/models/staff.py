"""People who sign in with a password: operators, and the staff of enterprises."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.ids import new_id
from members.models.enterprise import Enterprise


class User(AbstractUser):
    """A login of an operator (``is_staff``) or of an enterprise's staff (see ``Staff``)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")


class StaffRole(models.TextChoices):
    HR_ADMIN = "hr_admin", _("HR administrator")
    HR_VIEWER = "hr_viewer", _("HR viewer")


class Staff(models.Model):
    """What a user may do for one enterprise."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.OneToOneField(User, models.CASCADE, related_name="staff", verbose_name=_("user"))
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="staff", verbose_name=_("enterprise"))
    role = models.TextField(_("role"), choices=StaffRole.choices, default=StaffRole.HR_VIEWER)

    class Meta:
        verbose_name = _("enterprise staff")
        verbose_name_plural = _("enterprise staff")

    def __str__(self) -> str:
        return f"{self.user} · {self.enterprise}"
