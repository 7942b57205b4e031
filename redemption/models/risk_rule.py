"""Rules of risk: what is counted, how much of it is too much, and what happens then."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.ids import new_id


class Endpoint(models.TextChoices):
    LOGIN = "login", _("Signing in")
    CLAIM = "claim", _("Claiming")
    REVEAL = "reveal", _("Showing a code")
    GUESS = "guess", _("Asking for what is not there")


class CountedBy(models.TextChoices):
    MEMBER = "member", _("Member")
    ADDRESS = "address", _("Network address")
    DEVICE = "device", _("Device")
    BATCH = "batch", _("Serials of one batch")
    ENTERPRISE = "enterprise", _("Enterprise, all its members")
    BENEFIT = "benefit", _("Benefit, all its grants")


# Counted over everybody who claims of it, however many they are.
SHARED = (CountedBy.BATCH, CountedBy.ENTERPRISE, CountedBy.BENEFIT)


class RiskAnswer(models.TextChoices):
    SLOW = "slow", _("Let them wait, longer each time")
    CHALLENGE = "challenge", _("Ask for a one-time code")
    BLOCK = "block", _("Block")


class RiskRule(models.Model):
    """
    So many attempts in a row, and as many again within the time; what is above it is answered.

    ``answer`` grows from waiting over a challenge to a block: several rules over the same count make the steps.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField(pgettext_lazy("rule", "code"), unique=True)
    endpoint = models.TextField(_("what is counted"), choices=Endpoint.choices)
    counted_by = models.TextField(_("counted by"), choices=CountedBy.choices)
    most = models.PositiveIntegerField(_("at most"))
    within_seconds = models.PositiveIntegerField(_("within seconds"))
    answer = models.TextField(_("answer"), choices=RiskAnswer.choices)
    block_minutes = models.PositiveIntegerField(_("blocked for minutes"), null=True, blank=True)
    is_active = models.BooleanField(_("in force"), default=True)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        verbose_name = _("risk rule")
        verbose_name_plural = _("risk rules")
        ordering = ["endpoint", "counted_by", "most"]
        constraints = [
            models.CheckConstraint(condition=Q(most__gt=0, within_seconds__gt=0), name="risk_rule_counts_something"),
            # A block ends by itself; whoever is to stay out is put on the list by a person.
            models.CheckConstraint(
                condition=Q(answer="block", block_minutes__gt=0) | (~Q(answer="block") & Q(block_minutes=None)),
                name="risk_rule_block_has_length",
            ),
            # Nobody is signed in yet: there is no number to send a code to, and nothing of theirs to count.
            models.CheckConstraint(
                condition=~Q(endpoint="login") | (Q(counted_by__in=["address", "device"]) & ~Q(answer="challenge")),
                name="risk_rule_login_has_no_member",
            ),
            # A stranger at an address can't be asked for the code of one of its members.
            models.CheckConstraint(
                condition=~Q(endpoint="guess", counted_by="address", answer="challenge"), name="risk_rule_stranger_has_no_number"
            ),
            models.CheckConstraint(condition=~Q(counted_by__in=SHARED) | Q(endpoint="claim"), name="risk_rule_shared_is_claimed"),
            # It is everybody's: nobody is challenged or blocked for what others do.
            models.CheckConstraint(condition=~Q(counted_by__in=SHARED) | Q(answer="slow"), name="risk_rule_shared_is_slowed"),
        ]
        indexes = [models.Index(fields=["endpoint", "id"], condition=Q(is_active=True), name="risk_rule_in_force")]

    def __str__(self) -> str:
        return self.code
