"""Texts that people fill in, each once with payloads for pages, attributes, scripts and templates, looked at on every page of both consoles."""

import pytest
from django.test import Client

from members.models import Enterprise
from tests.factories import make_operator, make_staff
from tests.hostile.forms.routes import addresses
from tests.hostile.pages.loading import PAYLOAD, loaded, rows_at
from tests.redemption.portal.visiting import sign_in

pytestmark = pytest.mark.django_db

LIVE = (b"<img src=x", b"<script>alert", b"<svg/onload", b"4249")


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
