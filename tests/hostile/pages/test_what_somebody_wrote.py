"""Texts that people fill in, each once with payloads for pages, attributes, scripts and templates, looked at on every page of both consoles."""

import pytest
from django.test import Client

from tests.factories import make_operator
from tests.hostile.forms.routes import addresses
from tests.hostile.pages.poison import PAYLOAD, poisoned_world
from tests.hostile.pages.tables import rows_at
from tests.redemption.portal.visiting import sign_in

pytestmark = pytest.mark.django_db

LIVE = (b"<img src=//evil", b"<svg/onload", b"<b x-init", b"424242424249")


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
    poisoned = poisoned_world()
    client = Client(headers={"user-agent": PAYLOAD})
    client.force_login(make_operator() if site == "ops" else poisoned.staff.user, backend="members.staff_login.StaffBackend")
    own = [address for address in addresses() if address.startswith(f"/{site}/") and "logout" not in address and "0000-0000" not in address]
    found, seen = alive(client, [*own, *rows_at(site)])
    assert found == []
    assert seen > (40 if site == "ops" else 15)


def test_on_no_page_of_the_portal_does_a_text_come_alive() -> None:
    poisoned = poisoned_world()
    client, redemption = Client(headers={"user-agent": PAYLOAD}), poisoned.redemption
    sign_in(client, poisoned.member, device=PAYLOAD)
    of_one = [f"/benefits/{redemption.benefit.code}/", f"/grants/{redemption.grant_id}/", f"/redemptions/{redemption.id}/"]
    pages = ["/", "/history/", "/accounts/", "/me/", *of_one]
    assert alive(client, pages) == ([], len(pages))
    assert b"javascript:" not in client.get(of_one[-1]).content
