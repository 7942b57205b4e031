"""Texts that people fill in, each once with payloads for pages, attributes, scripts and templates, looked at on every page of both consoles."""

import pytest
from django.apps import apps
from django.test import Client
from django.urls import NoReverseMatch, reverse

from benefits.models import Grant
from members.models import Enterprise
from tests.factories import (
    make_batch,
    make_benefit,
    make_brand,
    make_budget,
    make_department,
    make_enterprise,
    make_grant,
    make_member,
    make_operator,
    make_order_line,
    make_product,
    make_staff,
    make_supplier,
    make_terms,
)
from tests.hostile.forms.routes import addresses
from tests.redemption.operations.claiming import claim, stock_of
from tests.redemption.portal.visiting import sign_in

pytestmark = pytest.mark.django_db

# One text with all of them: what closes a tag, an attribute, a string, a comment, a script, a template.
PAYLOAD = "\"'><img src=x onerror=alert(1)></script></title><script>alert(1)</script>--><svg/onload=alert(1)>{{ 7|add:4242 }}{% debug %}${7*7}%(x)s{0.__class__}"
SHORT = "\"'><img src=x onerror=alert(1)>{{ 7|add:4242 }}%s"
LIVE = (b"<img src=x", b"<script>alert", b"<svg/onload", b"4249")
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


def rows_at(site: str) -> list[str]:
    """The list and the page of one row of every table that a console shows."""
    pages = []
    for model in (model for house in HOUSES for model in apps.get_app_config(house).get_models()):
        name = f"{site}:{model._meta.app_label}_{model._meta.model_name}"
        try:
            pages += [reverse(f"{name}_changelist"), f"{reverse(f'{name}_changelist')}?q=%22%3E%3Cimg+src%3Dx%3E"]
        except NoReverseMatch:
            continue
        pages += [reverse(f"{name}_change", args=[key]) for key in model._default_manager.values_list("pk", flat=True)[:2]]
    return pages


def alive(client: Client, pages: list[str]) -> tuple[list[str], int]:
    """The pages on which something of the payload lives, and how many were seen at all."""
    found, seen = [], 0
    for page in pages:
        answer = client.get(page)
        seen += answer.status_code == 200
        assert answer.status_code < 500, page
        content = b"".join(answer) if answer.streaming else answer.content
        if any(payload in content for payload in LIVE):
            found.append(page)
    return found, seen


@pytest.mark.parametrize("site", ["ops", "hr"])
def test_on_no_page_of_a_console_does_a_text_come_alive(site: str) -> None:
    enterprise: Enterprise = loaded().enterprise
    client = Client(headers={"user-agent": PAYLOAD})
    user = make_operator() if site == "ops" else make_staff(enterprise).user
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    own = [address for address in addresses() if address.startswith(f"/{site}/") and "logout" not in address and "0000-0000" not in address]
    found, seen = alive(client, [*own, *rows_at(f"{site}")])
    assert found == []
    assert seen > (40 if site == "ops" else 15)


def test_on_no_page_of_the_portal_does_a_text_come_alive() -> None:
    grant = loaded()
    client = Client(headers={"user-agent": PAYLOAD})
    sign_in(client, grant.member, device=PAYLOAD)
    redemption = grant.redemptions.get()
    pages = [
        "/",
        "/history/",
        "/accounts/",
        "/me/",
        f"/benefits/{grant.benefit.code}/",
        f"/grants/{grant.id}/",
        f"/redemptions/{redemption.id}/",
    ]
    found, seen = alive(client, pages)
    assert (found, seen) == ([], len(pages))
    assert b"javascript:" not in client.get(f"/redemptions/{redemption.id}/").content
