"""Benefits: drafted in one form, listed and delisted by acts, their terms published by version."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import AutocompleteSelectFilter

from benefits.admin.terms import TermsForm, TermsInline
from benefits.models import Benefit, BundlePart
from benefits.models.benefit import BenefitKind
from benefits.operations import delist_benefit, list_benefit, publish_terms
from benefits.resources import BenefitResource
from benefits.rules.catalogue import faults_of_benefit
from benefits.states import BenefitState
from common.console import Act, Figure, ReadOnlyAdmin, ReadOnlyInline, columns, ops_site
from common.console.exchange import ExchangeAdmin
from common.console.forms import ConsoleModelForm
from common.console.search import by_id, contains, prefix
from common.money import format_minor

_WORDS = ("name", "name_en", "summary", "summary_en", "cover", "benefit_class", "layer")
_WINDOW = ("listed_from", "listed_until", "perceived_minor", "value_source", "value_on")
_TERMS_OF_TRADE = ("product", "face_value_minor", "price_minor", "cost_minor", "choose_count", "delivery")


class BenefitForm(ConsoleModelForm):
    """What a benefit needs depends on its kind."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        product = cleaned.get("product", self.instance.product)
        said = {name: cleaned.get(name, getattr(self.instance, name)) for name in ("kind", "listed_from", "listed_until")}
        self.add_faults(faults_of_benefit(product_kind=product.kind if product else None, **said))
        return cleaned


class PartInline(ReadOnlyInline):
    model = BundlePart
    fk_name = "bundle"
    fields = ("benefit", "quantity", "is_optional", "position")
    editable = ("benefit", "quantity", "is_optional", "position")
    autocomplete_fields = ("benefit",)
    can_grow = can_shrink = True

    def may_edit(self, parent: Any) -> bool:
        return bool(parent.kind == BenefitKind.BUNDLE and parent.state == BenefitState.DRAFT)


def _value(benefit: Any) -> list[Figure]:
    latest = benefit.terms.order_by("-version").first()
    return [
        Figure(_("Face value"), format_minor(benefit.face_value_minor, benefit.currency)),
        Figure(_("Price to the enterprise"), format_minor(benefit.price_minor, benefit.currency)),
        Figure(
            _("Cost"), format_minor(benefit.cost_minor, benefit.currency), tone="red" if benefit.cost_minor > benefit.price_minor else ""
        ),
        Figure(_("Terms"), latest or _("none yet"), tone="" if latest else "red"),
    ]


@admin.register(Benefit, site=ops_site)
class BenefitAdmin(ExchangeAdmin, ReadOnlyAdmin):
    resource = BenefitResource
    form = BenefitForm
    list_display = (
        "name",
        "code",
        "kind",
        columns.state(),
        "benefit_class",
        "layer",
        columns.money("face_value_minor"),
        columns.money("price_minor"),
        columns.money("cost_minor"),
    )
    list_filter = ("state", "kind", "benefit_class", "layer", ("enterprise", AutocompleteSelectFilter))
    search_fields = (prefix("code", _("benefit code")), contains("name", _("name")), by_id())
    ordering = ("code",)
    creatable = ("code", "kind", "currency", "enterprise", *_TERMS_OF_TRADE)
    editable = (*_WORDS, *_WINDOW, *_TERMS_OF_TRADE)
    fieldsets = (
        (
            None,
            {"fields": (("name", "name_en"), ("code", columns.state()), ("kind", "product"), ("enterprise", "delivery"), "choose_count")},
        ),
        (_("In words"), {"fields": ("summary", "summary_en", ("cover",))}),
        (
            _("Value"),
            {
                "fields": (
                    ("face_value_minor", "currency"),
                    ("price_minor", "cost_minor"),
                    ("perceived_minor",),
                    ("value_source", "value_on"),
                )
            },
        ),
        (_("Class and listing"), {"fields": (("benefit_class", "layer"), ("listed_from", "listed_until"))}),
    )
    inlines = (PartInline, TermsInline)
    acts = (
        Act(
            "list",
            label=_("List"),
            run=list_benefit,
            permission="benefits.list_benefit",
            when=lambda benefit: benefit.state != BenefitState.LISTED,
            preview=_value,
            confirm=_("Enterprises can grant it from now on."),
            reason=False,
            done=_("The benefit is listed."),
            tone="primary",
            icon="storefront",
        ),
        Act(
            "terms",
            label=_("Publish terms"),
            run=publish_terms,
            permission="benefits.publish_terms",
            form=TermsForm,
            confirm=_("A new version: grants made from now on carry it, earlier ones keep theirs."),
            done=_("The terms are published."),
            icon="gavel",
        ),
        Act(
            "delist",
            label=_("Delist"),
            run=delist_benefit,
            permission="benefits.delist_benefit",
            when=lambda benefit: benefit.state == BenefitState.LISTED,
            preview=_value,
            confirm=_("Nobody can grant it any more. What was granted stays claimable."),
            done=_("The benefit is delisted."),
            tone="danger",
            icon="remove_shopping_cart",
        ),
    )

    def editable_of(self, obj: Any) -> Sequence[str]:
        """What was traded under stays as it was once anybody could grant it."""
        return self.editable if obj.state == BenefitState.DRAFT else (*_WORDS, *_WINDOW)
