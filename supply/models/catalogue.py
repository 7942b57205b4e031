"""What can be supplied: brands, categories, products."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.ids import new_id
from common.money import CURRENCIES


class Brand(models.Model):
    """A name that members know. A bound account belongs to a brand."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.SlugField(_("slug"), unique=True)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    color = models.CharField(_("colour"), max_length=7, default="#2f6f5e")

    class Meta:
        verbose_name = _("brand")
        verbose_name_plural = _("brands")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Category(models.Model):
    """A shelf of the library."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.SlugField(_("slug"), unique=True)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ProductKind(models.TextChoices):
    CODE = "code", _("Card code")
    TOPUP = "topup", _("Top-up")
    SERVICE = "service", _("Service")
    CONTENT = "content", _("Content")
    EVENT = "event", _("Event seat")


class AccountKind(models.TextChoices):
    NONE = "", _("No account")
    PHONE = "phone", _("Mobile number")
    EMAIL = "email", _("Email address")
    TEXT = "text", _("Account name")


class Product(models.Model):
    """What a supplier can deliver: the standard item (SKU) that offers price and benefits sell."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sku = models.SlugField(_("SKU"), unique=True, max_length=80)
    name = models.CharField(_("name"), max_length=120)
    kind = models.TextField(_("kind"), choices=ProductKind.choices)
    brand = models.ForeignKey(Brand, models.PROTECT, verbose_name=_("brand"))
    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, verbose_name=_("category"))
    face_value_minor = models.BigIntegerField(_("face value"), validators=[MinValueValidator(0)], help_text=_("In minor units."))
    currency = models.CharField(_("currency"), max_length=3, choices=CURRENCIES, default="CNY")
    code_pattern = models.CharField(
        _("code pattern"),
        max_length=200,
        blank=True,
        help_text=_("A regular expression that a whole code must match, for example [A-Z0-9]{4}(-[A-Z0-9]{4}){3}. Empty accepts any."),
    )
    is_case_sensitive = models.BooleanField(_("case matters"), default=False, help_text=_("Whether ab12 and AB12 are two codes."))
    account_kind = models.TextField(_("account"), choices=AccountKind.choices, default=AccountKind.NONE, blank=True)
    minimum_days_left = models.PositiveSmallIntegerField(
        _("days left at least"), default=7, help_text=_("A code that expires sooner is not given out.")
    )
    reorder_level = models.PositiveIntegerField(
        _("reorder level"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("With less than this in stock, today's page says so. What suppliers say that they have counts too. Empty: no alert."),
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        ordering = ["sku"]
        constraints = [
            models.CheckConstraint(condition=Q(face_value_minor__gte=0), name="product_value_not_negative"),
            # A top-up needs somewhere to land.
            models.CheckConstraint(condition=~Q(kind="topup") | ~Q(account_kind=""), name="product_topup_has_account"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.sku})"
