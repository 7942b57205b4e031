"""What members see: benefits, and the parts of bundles."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from benefits.states import BENEFIT_MOVES, BenefitState
from common.feed import life_of
from common.ids import new_id
from common.money import CURRENCIES


class BenefitKind(models.TextChoices):
    CODE = "code", _("Card code")
    TOPUP = "topup", _("Top-up")
    COUPON = "coupon", _("Coupon")
    SERVICE = "service", _("Service")
    CONTENT = "content", _("Content")
    EVENT = "event", _("Event")
    QUOTA = "quota", _("Quota")
    BADGE = "badge", _("Badge")
    BUNDLE = "bundle", _("Bundle")


class BenefitClass(models.TextChoices):
    ECONOMIC = "economic", _("Economic")
    SERVICE = "service", _("Service")
    PRIVILEGE = "privilege", _("Privilege")
    SOCIAL = "social", _("Social and emotional")


class BenefitLayer(models.TextChoices):
    BASE = "base", _("Base: everybody has it")
    GROWTH = "growth", _("Growth: earned by staying")
    HONOUR = "honour", _("Honour: for a few")
    EMOTION = "emotion", _("Emotion: personal care")


class Benefit(models.Model):
    """One benefit: a product or a bundle, with terms, layer, limits and a listing window."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField(_("benefit code"), unique=True, max_length=64)
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    summary = models.CharField(_("in one sentence"), max_length=200, blank=True)
    summary_en = models.CharField(_("in one sentence, English"), max_length=200, blank=True)
    kind = models.TextField(_("kind"), choices=BenefitKind.choices)
    state = models.TextField(_("state"), choices=BenefitState.choices, default=BenefitState.DRAFT)
    enterprise = models.ForeignKey(
        "members.Enterprise", models.PROTECT, null=True, blank=True, verbose_name=_("only for"), help_text=_("Empty: for every enterprise.")
    )
    product = models.ForeignKey("supply.Product", models.PROTECT, null=True, blank=True, verbose_name=_("product"))
    benefit_class = models.TextField(_("class"), choices=BenefitClass.choices, default=BenefitClass.ECONOMIC)
    layer = models.TextField(_("layer"), choices=BenefitLayer.choices, default=BenefitLayer.BASE)
    face_value_minor = models.BigIntegerField(_("face value"), validators=[MinValueValidator(0)], help_text=_("In minor units."))
    price_minor = models.BigIntegerField(
        _("price to the enterprise"), validators=[MinValueValidator(0)], help_text=_("What a budget in money commits for one piece.")
    )
    cost_minor = models.BigIntegerField(_("cost"), validators=[MinValueValidator(0)], help_text=_("What one piece costs us."))
    perceived_minor = models.BigIntegerField(_("perceived value"), null=True, blank=True)
    value_source = models.CharField(_("source of the value"), max_length=120, blank=True, help_text=_("For example: official price list."))
    value_on = models.DateField(_("value as of"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, choices=CURRENCIES, default="CNY")
    cover = models.CharField(_("cover"), max_length=40, blank=True, help_text=_("Name of a drawn cover; empty chooses one by kind."))
    choose_count = models.PositiveSmallIntegerField(_("how many to choose"), default=0, help_text=_("Of a bundle's optional parts."))
    seats = models.PositiveIntegerField(
        _("seats"), null=True, blank=True, validators=[MinValueValidator(1)], help_text=_("Of an event: so many can claim it, and no more.")
    )
    delivery = models.TextField(
        _("delivery"), choices=[("claim", _("The member claims it")), ("push", _("Delivered at once"))], default="claim"
    )
    listed_from = models.DateTimeField(_("listed from"), null=True, blank=True)
    listed_until = models.DateTimeField(_("listed until"), null=True, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("benefit")
        verbose_name_plural = _("benefits")
        ordering = ["code"]
        triggers = life_of("benefit", BENEFIT_MOVES, born="drafted")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=BenefitState.values), name="benefit_state_known"),
            models.CheckConstraint(
                condition=Q(face_value_minor__gte=0, price_minor__gte=0, cost_minor__gte=0), name="benefit_values_not_negative"
            ),
            # A bundle has parts and no product; a code or a top-up is one product.
            models.CheckConstraint(condition=~Q(kind="bundle") | Q(product=None), name="benefit_bundle_without_product"),
            # Only an event has seats, and one without any is no event.
            models.CheckConstraint(condition=Q(seats=None) | Q(kind="event", seats__gt=0), name="benefit_seats_of_event"),
            models.CheckConstraint(condition=~Q(kind__in=["code", "topup"]) | Q(product__isnull=False), name="benefit_has_product"),
            models.CheckConstraint(
                condition=Q(listed_until=None) | Q(listed_from=None) | Q(listed_until__gt=F("listed_from")), name="benefit_listing_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class BundlePart(models.Model):
    """One benefit inside a bundle: always given, or one of those to choose from."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    bundle = models.ForeignKey(Benefit, models.CASCADE, related_name="parts", verbose_name=_("bundle"))
    benefit = models.ForeignKey(Benefit, models.PROTECT, related_name="+", verbose_name=_("benefit"))
    quantity = models.PositiveSmallIntegerField(_("quantity"), default=1, validators=[MinValueValidator(1)])
    is_optional = models.BooleanField(_("to choose"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("part")
        verbose_name_plural = _("parts")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["bundle", "benefit"], name="part_once"),
            models.CheckConstraint(condition=~Q(bundle=F("benefit")), name="part_not_itself"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="part_has_quantity"),
        ]
