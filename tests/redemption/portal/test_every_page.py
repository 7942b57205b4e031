"""What holds for every page: kept by nobody, framed by nobody, scripts and styles from files alone, names inert."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from benefits.models import Grant
from tests.factories import (
    make_batch,
    make_benefit,
    make_brand,
    make_budget,
    make_bundle,
    make_enterprise,
    make_grant,
    make_member,
    make_product,
    make_terms,
)
from tests.redemption.operations.claiming import claim, stock_of
from tests.redemption.portal.visiting import seen, visitor

pytestmark = pytest.mark.django_db

PAYLOADS = ('"><script>alert(1)</script>', "'-alert(1)-'", "</title><img src=x onerror=alert(1)>", "{{ 7|add:7 }}{% debug %}", "%(x)s{0}")


def _pages_of(grant: Grant) -> list[str]:
    redemption = grant.redemptions.first()
    mine = ["/", "/history/", "/accounts/", "/me/", "/logout/", f"/benefits/{grant.benefit.code}/", f"/grants/{grant.id}/"]
    return [*mine, f"/redemptions/{redemption.id}/"] if redemption else mine


def _claimed(text: str = "") -> Grant:
    """A claimed bundle whose every text that somebody wrote is ``text``."""
    words = {"name": text, "name_en": text, "summary": text} if text else {}
    enterprise = make_enterprise(**({"name": text, "support_contact": text} if text else {}))
    product = make_product(brand=make_brand(**({"name": text} if text else {})))
    part = make_benefit(product=product, **words)
    stock_of(product, 1)
    bundle = make_bundle(part, **words, value_source=text)
    member = make_member(enterprise, name=text or "林超")
    terms = {name: text for name in ("instructions", "instructions_en", "details", "rules", "use_url") if text}
    batch = make_batch(enterprise, make_budget(enterprise), name=text or "中秋关怀")
    grant = make_grant(member, bundle, batch=batch, terms=make_terms(bundle, **terms), note=text, why=text)
    claim(grant)
    return grant


def test_no_page_is_kept_framed_sniffed_or_told_about() -> None:
    grant = _claimed()
    client = visitor(grant.member)
    for path in _pages_of(grant):
        headers = client.get(path).headers
        assert headers["Cache-Control"] == "no-store", path
        assert "Cookie" in headers["Vary"], path
        assert (headers["X-Frame-Options"], headers["X-Content-Type-Options"], headers["Referrer-Policy"]) == (
            "DENY",
            "nosniff",
            "same-origin",
        )


def test_the_policy_allows_nothing_inline() -> None:
    policy = Client().get("/")["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert re.search(r"script-src 'self'", policy)
    assert "frame-ancestors 'none'" in policy


def test_no_template_carries_style_or_script_of_its_own() -> None:
    inline = re.compile(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc=)|javascript:", re.I)
    templates = [*Path(settings.BASE_DIR, "templates/portal").rglob("*.*"), *Path(settings.BASE_DIR, "templates").glob("*.html")]
    assert [file.name for file in templates if inline.search(file.read_text())] == []


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_somebody_wrote_is_only_ever_text(payload: str) -> None:
    grant = _claimed(payload)
    client = visitor(grant.member)
    for path in _pages_of(grant):
        html = client.get(path).content.decode()
        assert "<script>alert" not in html, path
        assert "<img src=x" not in html, path
    assert payload in seen(client, f"/grants/{grant.id}/")


def test_every_signed_in_page_sends_a_stranger_to_the_login() -> None:
    grant = _claimed()
    places = {path: Client().get(path) for path in _pages_of(grant) if path not in {"/", "/logout/"}}
    assert {path: answer.status_code for path, answer in places.items()} == dict.fromkeys(places, 302)
    assert all(answer["Location"].startswith("/login/?next=") for answer in places.values())


def test_a_page_leaves_no_time_zone_behind() -> None:
    before = timezone.get_current_timezone_name()
    visitor(make_member(make_enterprise(time_zone="America/New_York"))).get("/")
    assert timezone.get_current_timezone_name() == before


def test_an_unknown_address_says_that_nothing_is_there() -> None:
    response = Client(headers={"accept-language": "en"}).get("/nowhere/")
    assert response.status_code == 404
    assert "There is nothing here" in response.content.decode()


def test_a_forged_form_is_answered_with_a_page_that_says_what_to_do() -> None:
    response = Client(enforce_csrf_checks=True, headers={"accept-language": "en"}).post("/login/", {"address": "x"})
    assert response.status_code == 403
    assert "Please try that once more" in response.content.decode()
