"""Benefits: drafted in one form, listed and delisted by acts, their terms published by version."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import AutocompleteSelectFilter
from unfold.decorators import display

from benefits.admin.kinds import BenefitForm, first_form, is_of_kind, kind_asked_for, kinds_page, with_first_terms
from benefits.admin.terms import TermsForm, TermsInline, first_terms_fields
from benefits.models import Benefit, BundlePart
from benefits.models.benefit import BenefitKind
from benefits.operations import delist_benefit, list_benefit, publish_terms
from benefits.queries.specifics import said_of
from benefits.resources import BenefitResource
from benefits.rules.catalogue import listing_at
from benefits.states import BenefitState
from common import clock
from common.console import Act, Figure, ReadOnlyAdmin, ReadOnlyInline, columns, ops_site
from common.console.exchange import ExchangeAdmin
from common.console.fieldsets import arranged
from common.console.names import actor_of
from common.console.search import by_id, contains, prefix
from common.console.tones import chip, state_chip
from common.money import format_minor
from supply.queries.offers import sources_of

_WORDS = ("name", "name_en", "summary", "summary_en", "cover", "benefit_class", "layer")
_WINDOW = ("listed_from", "listed_until", "perceived_minor", "value_source", "value_on")
_TERMS_OF_TRADE = ("product", "face_value_minor", "price_minor", "cost_minor", "choose_count", "delivery", "seats")


@display(description=_("state"))
def _standing(benefit: Benefit) -> SafeString:
    """Its state; one that is listed but not yet, or not any more, is nobody's to be given."""
    listing = listing_at(clock.now(), listed_from=benefit.listed_from, listed_until=benefit.listed_until)
    if benefit.state != BenefitState.LISTED or listing == "now":
        return state_chip(benefit.state, benefit.get_state_display())
    return chip(_("Listed later"), "orange") if listing == "later" else chip(_("Listing is over"))


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
        *(Figure(label, localtime(day).strftime("%Y-%m-%d %H:%M")) for label, day in _window(benefit) if day),
        *_of_kind(benefit, latest),
    ]


def _window(benefit: Any) -> tuple[tuple[Any, datetime | None], ...]:
    return (_("Listed from"), benefit.listed_from), (_("Listed until"), benefit.listed_until)


def _value_and_bundles(benefit: Any) -> list[Figure]:
    """What is delisted, and which bundles go on giving it."""
    holders = Benefit.objects.filter(parts__benefit=benefit, state=BenefitState.LISTED).order_by("code").values_list("code", flat=True)
    bundles = ", ".join(holders.distinct())
    return [*_value(benefit), *([Figure(_("Still given in the bundles"), bundles, tone="red")] if bundles else [])]


def _of_kind(benefit: Any, latest: Any) -> list[Figure]:
    """What the kind promises; and, where everybody would get the same code, that."""
    specifics = latest.specifics if latest else {}
    lines = [
        Figure(said.label, localtime(said.moment).strftime("%Y-%m-%d %H:%M") if said.moment else said.text)
        for said in said_of(benefit.kind, specifics, benefit.currency)
    ]
    seats = [Figure(_("Seats"), f"{benefit.seats:,}")] if benefit.seats else []
    shared = [Figure(pgettext_lazy("coupon", "Code"), _("the same for everybody"), tone="red")] if specifics.get("is_shared") else []
    return [*lines, *seats, *shared]


@admin.register(Benefit, site=ops_site)
class BenefitAdmin(ExchangeAdmin, ReadOnlyAdmin):
    resource = BenefitResource
    form = BenefitForm
    list_display = (
        "name",
        "code",
        "kind",
        _standing,
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
            {
                "fields": (
                    ("name", "name_en"),
                    ("code", _standing),
                    ("kind", "product"),
                    ("enterprise", "delivery"),
                    ("choose_count", "seats"),
                )
            },
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
    change_form_outer_before_template = "console/supply/sources.html"
    acts = (
        Act(
            "list",
            label=_("List"),
            run=list_benefit,
            permission="benefits.list_benefit",
            when=lambda benefit: benefit.state != BenefitState.LISTED,
            preview=_value,
            confirm=_("Enterprises can grant it from now on, or from the day on which its listing begins."),
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
            preview=_value_and_bundles,
            confirm=_(
                "Nobody can grant it any more, and its openings give no more pieces. What was granted stays claimable. "
                "Bundles that hold it are listed and delisted by themselves."
            ),
            done=_("The benefit is delisted."),
            tone="danger",
            icon="remove_shopping_cart",
        ),
    )

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """First the kind, then a form with the fields of that kind and no others. Without a script, and without a second save."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        kind = kind_asked_for(request)
        if not kind:
            return kinds_page(request)
        title = gettext("New benefit: %(kind)s") % {"kind": BenefitKind(kind).label}
        return super().add_view(request, form_url, {"title": title, **(extra_context or {})})

    def page_context(self, request: HttpRequest, obj: Benefit) -> dict[str, Any]:
        """From whom it can be had, and which offers are live: for whoever may see what is paid for it."""
        if obj.product_id is None or not self.admin_site.may_open(request, "supply.offer"):
            return {}
        return {"sources": sources_of(obj.product_id, at=clock.now())}

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002 - Django's signature.
        if obj is None:
            kwargs["form"] = first_form(kind_asked_for(request))
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        kind = obj.kind if obj is not None else kind_asked_for(request)
        kept = arranged(super().get_fieldsets(request, obj), lambda name: name if is_of_kind(name, kind) else None)
        return kept if obj is not None else with_first_terms(kept, kind)

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        kind = obj.kind if obj is not None else kind_asked_for(request)
        return [*([PartInline] if kind == BenefitKind.BUNDLE else []), *([TermsInline] if obj is not None else [])]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature.
        super().save_related(request, form, formsets, change)
        if not change and form.first_terms:
            publish_terms(benefit_id=form.instance.pk, by=actor_of(request), at=clock.now(), **form.first_terms)

    def _open_fields(self, request: HttpRequest, obj: Any) -> set[str]:
        named = super()._open_fields(request, obj)
        return named if obj is not None else {*named, *first_terms_fields(kind_asked_for(request))}

    def editable_of(self, obj: Any) -> Sequence[str]:
        """What was traded under stays as it was once anybody could grant it."""
        return self.editable if obj.state == BenefitState.DRAFT else (*_WORDS, *_WINDOW, "seats")
