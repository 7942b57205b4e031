"""What points to a member: phones, mails, ids of other systems."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.ids import new_id
from common.sealed import SealedTextField
from members.models.enterprise import Enterprise
from members.models.member import Member


class IdentityKind(models.TextChoices):
    PHONE = "phone", _("Phone")
    EMAIL = "email", _("Email")
    UNION_ID = "union_id", _("UnionID")


class Identity(models.Model):
    """One phone or mail of a member: sealed, with a fingerprint over its normal form for exact look-up."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, db_index=False, verbose_name=_("enterprise"))
    member = models.ForeignKey(Member, models.PROTECT, db_index=False, related_name="identities", verbose_name=_("member"))
    kind = models.TextField(_("kind"), choices=IdentityKind.choices)
    value = SealedTextField(_("value"), purpose="members.identity.value")
    fingerprint = models.BinaryField(max_length=32)
    verified_at = models.DateTimeField(_("verified at"), null=True)
    changed_at = models.DateTimeField(_("changed at"), null=True)
    proved_at = models.DateTimeField(_("change proved at"), null=True)

    class Meta:
        verbose_name = _("identity")
        verbose_name_plural = _("identities")
        constraints = [
            # One phone leads to one person within an enterprise.
            models.UniqueConstraint(fields=["enterprise", "kind", "fingerprint"], name="identity_once"),
            models.UniqueConstraint(fields=["member", "kind"], name="identity_one_a_kind"),
        ]
        indexes = [
            # A login begins with the phone alone.
            models.Index(fields=["kind", "fingerprint"], name="identity_by_print"),
        ]


class FormerIdentity(models.Model):
    """
    The phone or mail that stood here before a change, or before it was given to somebody else when its owner had left: who
    reads a code there is the person to whom the grants were made.

    Kept for as long as a change is held, and until another has taken its place.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, verbose_name=_("enterprise"))
    member = models.ForeignKey(Member, models.PROTECT, related_name="former_identities", verbose_name=_("member"))
    kind = models.TextField(_("kind"), choices=IdentityKind.choices)
    value = SealedTextField(_("value"), purpose="members.identity.former")
    fingerprint = models.BinaryField(max_length=32)
    # Empty: from the outset.
    given_at = models.DateTimeField(_("given at"), null=True)
    replaced_at = models.DateTimeField(_("replaced at"))

    class Meta:
        verbose_name = _("former identity")
        verbose_name_plural = _("former identities")
        indexes = [
            models.Index(fields=["member", "-replaced_at"], name="former_identity_by_member"),
            models.Index(fields=["replaced_at"], name="former_identity_by_age"),
        ]
