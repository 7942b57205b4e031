"""One form for every kind of benefit: the kind is chosen first, then the form has that kind's fields and no others."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget

from benefits.admin.specifics import fields_of
from benefits.admin.terms import faults_of_terms, first_terms_fields
from benefits.models.benefit import BenefitKind
from benefits.operations.catalogue import highest_seat_held
from benefits.rules.catalogue import ONE_PRODUCT, PRODUCT_MISSING, faults_of_benefit
from benefits.rules.covers import COVERS
from benefits.states import BenefitState
from common.console import ops_site
from common.console.forms import ConsoleModelForm

_MEANS = {
    BenefitKind.CODE: _("One code from stock that a supplier sold us: a gift card, a voucher."),
    BenefitKind.TOPUP: _("Charged by a supplier to the member's own account: credit, a membership."),
    BenefitKind.COUPON: _("Something off a price, with a code of your own for each copy."),
    BenefitKind.SERVICE: _("Somebody does something for the member, once or several times."),
    BenefitKind.CONTENT: _("Something to read, watch or learn, behind a link."),
    BenefitKind.EVENT: _("A seat at a time and a place, and never more seats than there are."),
    BenefitKind.QUOTA: _("So much of something: storage, calls, pages."),
    BenefitKind.BADGE: _("A sign that somebody belongs, or did well."),
    BenefitKind.BUNDLE: _("Several benefits in one, all of them or some to choose from."),
}
_WITH_PRODUCT = ("code", "topup", "coupon", "service", "content", "event")
_ONLY = {"product": _WITH_PRODUCT, "choose_count": ("bundle",), "seats": ("event",)}


def kind_asked_for(request: HttpRequest) -> str:
    """The kind in the form that was sent, else in the address; empty for none that we know."""
    asked = request.POST.get("kind") or request.GET.get("kind") or ""
    return asked if asked in BenefitKind.values else ""


def is_of_kind(name: Any, kind: str) -> bool:
    """Whether benefits of this kind have this field. Columns that are no plain field belong to all."""
    return not isinstance(name, str) or kind in _ONLY.get(name, (kind,))


def kinds_page(request: HttpRequest) -> HttpResponse:
    """Every kind, what it is, and the way to its form."""
    kinds = [(kind.value, kind.label, _MEANS[kind]) for kind in BenefitKind]
    context = {**ops_site.each_context(request), "title": gettext("What kind of benefit?"), "kinds": kinds}
    return TemplateResponse(request, "console/benefits/kinds.html", context)


class BenefitForm(ConsoleModelForm):
    """What a benefit needs depends on its kind."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "cover" in self.fields:
            field = self.fields["cover"]
            known = {"": _("By its kind"), **COVERS}
            if self.instance.cover not in known:
                known[self.instance.cover] = self.instance.cover
            widget = UnfoldAdminSelectWidget()
            self.fields["cover"] = forms.ChoiceField(label=field.label, required=False, choices=list(known.items()), widget=widget)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        product = cleaned.get("product", self.instance.product)
        said = {name: cleaned.get(name, getattr(self.instance, name)) for name in ("kind", "listed_from", "listed_until")}
        self.add_faults(faults_of_benefit(product_kind=product.kind if product else None, **said))
        if "seats" in self.changed_data and not self.instance._state.adding:
            self._judge_seats(cleaned.get("seats"))
        return cleaned

    def _judge_seats(self, seats: int | None) -> None:
        """Asked in the transaction that saves the form: who is just taking a seat is waited for."""
        held = highest_seat_held(self.instance.pk)
        if seats is None and self.instance.state != BenefitState.DRAFT:
            self.add_faults({"seats": _("An event that can be granted has a number of seats.")})
        elif seats is not None and seats < held:
            self.add_faults({"seats": format_lazy(_("Somebody has seat {seat}. Take that seat back first."), seat=held)})


class KindChosen(forms.TextInput):
    """The kind as it was chosen on the page before, and the way back there. It is sent along unseen."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        context = {"widget": {"name": name, "value": value}, "label": BenefitKind(value).label if value in BenefitKind.values else value}
        return mark_safe(render_to_string("console/benefits/kind_chosen.html", context))  # noqa: S308 - the template escapes.


class FirstForm(BenefitForm):
    """A new benefit with its first terms. They may be left for later: then ``first_terms`` is empty."""

    first_terms: dict[str, Any]
    made_of: str = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].widget = KindChosen()
        if "product" in self.fields and self.made_of in ONE_PRODUCT:
            self.fields["product"].required = True
            self.fields["product"].error_messages["required"] = PRODUCT_MISSING

    def full_clean(self) -> None:
        """The marks say what terms need. Whoever leaves all of them for later needs none: that is judged below, as one."""
        marked = [self.fields[name] for name in first_terms_fields(self.made_of) if name in self.fields and self.fields[name].required]
        for field in marked:
            field.required = False
        super().full_clean()
        for field in marked:
            field.required = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind = cleaned.get("kind", "")
        names = first_terms_fields(kind)
        given = {name: cleaned[name] for name in names if name in cleaned}
        # Some days' warning stands in the form from the beginning: it alone is no wish for terms.
        is_wanted = any(value not in (None, "", [], False) for name, value in given.items() if name != "warn_days")
        self.first_terms = given if is_wanted else {}
        if is_wanted:
            self._judge(kind, given, has_product=bool(cleaned.get("product")))
        return cleaned

    def _judge(self, kind: str, given: dict[str, Any], *, has_product: bool) -> None:
        self.add_faults(faults_of_terms(kind, given, has_product=has_product))
        if not given.get("instructions"):
            self.add_faults({"instructions": _("Say in a sentence how it is used, or leave all of its terms for later.")})
        if given.get("warn_days") is None:
            self.first_terms.pop("warn_days", None)


def first_form(kind: str) -> type[FirstForm]:
    """The form of a new benefit of a kind."""
    return type("FirstFormOfKind", (FirstForm,), {"made_of": kind, **first_terms_fields(kind)})


def with_first_terms(fieldsets: list[Any], kind: str) -> list[Any]:
    """The sections of the form with those of the first terms: what the kind promises right below its words, the rest at the end."""
    own = list(fields_of(kind))
    common = [name for name in first_terms_fields(kind) if name not in own]
    promised = [(_("What it promises"), {"fields": own})] if own else []
    note = _("They become the first version. Leave all of it empty to publish terms later.")
    return [*fieldsets[:2], *promised, *fieldsets[2:], (_("Terms"), {"fields": common, "description": note})]
