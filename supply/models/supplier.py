"""Suppliers and what we sign their requests with."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.feed import life_of
from common.ids import new_id
from common.sealed import SealedTextField
from supply.states import SUPPLIER_MOVES, SupplierState


class SupplierKind(models.TextChoices):
    DIRECT = "direct", _("Direct brand")
    AGENT = "agent", _("Agent")
    OWN = "own", _("Own stock")


class Supplier(models.Model):
    """A company that delivers products, under a contract with dates."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.SlugField(_("slug"), unique=True, help_text=_("Part of the callback address. It can't be changed later."))
    name = models.CharField(_("name"), max_length=120)
    kind = models.TextField(_("kind"), choices=SupplierKind.choices, default=SupplierKind.AGENT)
    state = models.TextField(_("state"), choices=SupplierState.choices, default=SupplierState.ACTIVE)
    contract_starts_on = models.DateField(_("contract starts on"), null=True, blank=True)
    contract_ends_on = models.DateField(_("contract ends on"), null=True, blank=True, help_text=_("The last day of the contract."))
    settlement_terms = models.TextField(_("settlement terms"), blank=True)
    contact = models.CharField(_("contact"), max_length=200, blank=True)
    connector = models.TextField(_("connector"), blank=True, help_text=_("Empty for a supplier that sends files."))
    base_url = models.URLField(_("address of its API"), blank=True)
    stock_asked_at = models.DateTimeField(_("asked for its stock at"), null=True)
    # What the supplier said is left of our prepayment, and what went from it without an order of ours.
    balance_asked_at = models.DateTimeField(_("asked for our balance at"), null=True)
    balance_seen_at = models.DateTimeField(_("balance as of"), null=True)
    balance_minor = models.BigIntegerField(_("balance"), null=True)
    balance_currency = models.CharField(_("currency"), max_length=3, blank=True, default="", db_default="")
    balance_unexplained_minor = models.BigIntegerField(_("gone without an order"), default=0, db_default=0)
    balance_is_low = models.BooleanField(_("balance is low"), default=False, db_default=False)
    low_balance_minor = models.BigIntegerField(_("warn below"), null=True, blank=True, help_text=_("In minor units."))
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("supplier")
        verbose_name_plural = _("suppliers")
        ordering = ["name"]
        triggers = life_of("supplier", SUPPLIER_MOVES, born="registered")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SupplierState.values), name="supplier_state_known"),
            # A contract that ends before it starts is a typing error.
            models.CheckConstraint(
                condition=Q(contract_ends_on=None) | Q(contract_starts_on=None) | Q(contract_ends_on__gte=models.F("contract_starts_on")),
                name="supplier_contract_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name


def this_environment() -> str:
    """The name under which this platform runs."""
    return str(settings.ENVIRONMENT)


class Credential(models.Model):
    """
    A key of ours at a supplier. The secret is sealed and never shown again.

    ``environment`` is where it was typed in. A copy of the database that runs elsewhere can't order with it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    supplier = models.ForeignKey(Supplier, models.PROTECT, related_name="credentials", verbose_name=_("supplier"))
    key_id = models.CharField(_("key id"), max_length=120)
    secret = SealedTextField(_("secret"), purpose="supply.credential.secret")
    environment = models.CharField(_("environment"), max_length=40, default=this_environment, editable=False)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("credential")
        verbose_name_plural = _("credentials")
        constraints = [
            # Requests are signed with one key at a time.
            models.UniqueConstraint(fields=["supplier"], condition=Q(is_active=True), name="credential_one_active"),
        ]

    def __str__(self) -> str:
        return self.key_id
