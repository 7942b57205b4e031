"""A world in which every text that people fill in is a payload, and the pages that show it."""

from collections.abc import Iterator
from contextlib import suppress

from django.apps import apps
from django.db.models import Model
from django.urls import NoReverseMatch, reverse

from benefits.models import Grant
from tests.factories import (
    make_batch,
    make_benefit,
    make_brand,
    make_budget,
    make_department,
    make_enterprise,
    make_grant,
    make_member,
    make_order_line,
    make_product,
    make_supplier,
    make_terms,
)
from tests.redemption.operations.claiming import claim, stock_of

# One text with all of them: what closes a tag, an attribute, a string, a comment, a script, a template.
PAYLOAD = "\"'><img src=x onerror=alert(1)></script></title><script>alert(1)</script>--><svg/onload=alert(1)>{{ 7|add:4242 }}{% debug %}${7*7}%(x)s{0.__class__}"
SHORT = "\"'><img src=x onerror=alert(1)>{{ 7|add:4242 }}%s"
HOUSES = ("members", "benefits", "redemption", "supply", "common", "analytics")


def loaded() -> Grant:
    """A world in which every text is the payload: who, where, what, from whom, why and by what device."""
    enterprise = make_enterprise(name=SHORT, name_en=SHORT, support_contact=SHORT)
    make_department(enterprise, SHORT)
    product = make_product(brand=make_brand(name=SHORT), name=SHORT)
    part = make_benefit(product=product, name=SHORT, name_en=SHORT, summary=PAYLOAD)
    stock_of(product, 1)
    make_order_line(product, supplier=make_supplier(name=SHORT))
    terms = make_terms(part, instructions=PAYLOAD, instructions_en=PAYLOAD, details=PAYLOAD, rules=PAYLOAD, use_url="javascript:alert(1)")
    member = make_member(enterprise, name=SHORT, staff_no=SHORT, region=SHORT)
    batch = make_batch(enterprise, make_budget(enterprise, name=SHORT), name=PAYLOAD, source="import")
    grant = make_grant(member, part, batch=batch, terms=terms, note=PAYLOAD, why=PAYLOAD, reference=SHORT)
    claim(grant)
    return grant


def lists_at(site: str) -> list[str]:
    """The list of every table that a console shows."""
    return [reverse(f"{name}_changelist") for name, _model in _shown(site)]


def rows_at(site: str) -> list[str]:
    """The list, searched and whole, and the page of two rows of every table that a console shows."""
    pages = []
    for name, model in _shown(site):
        pages += [reverse(f"{name}_changelist"), f"{reverse(f'{name}_changelist')}?q=%22%3E%3Cimg+src%3Dx%3E"]
        pages += [reverse(f"{name}_change", args=[key]) for key in model._default_manager.values_list("pk", flat=True)[:2]]
    return pages


def _shown(site: str) -> Iterator[tuple[str, type[Model]]]:
    for model in (model for house in HOUSES for model in apps.get_app_config(house).get_models()):
        name = f"{site}:{model._meta.app_label}_{model._meta.model_name}"
        with suppress(NoReverseMatch):
            reverse(f"{name}_changelist")
            yield name, model
