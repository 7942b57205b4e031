"""What stands behind the question mark may be anything: no page of the consoles or the portal fails over it."""

from itertools import product

import pytest
from django.test import Client

from benefits.models import Batch, Budget
from members.models import Roster
from tests.factories import make_operator
from tests.hostile.forms.routes import addresses
from tests.hostile.pages.poison import Poisoned, poisoned_world
from tests.hostile.pages.tables import lists_at
from tests.redemption.portal.visiting import sign_in

pytestmark = pytest.mark.django_db

# Every parameter that any page reads. Lists send back whoever names another one before they read these three.
OF_LISTS = ("q", "p", "o")
OF_PAGES = (
    *("after", "before", "id", "page", "row_page", "line_page", "older", "show", "sheet_name", "encoding", "budget_id", "ids", "q"),
    *("reason", "noun", "person", "about", "from", "to", "next", "line", "kind", "seen", "order", "state", "days"),
)
# What Python reads as a number and PostgreSQL doesn't, what neither does, days at the ends of time.
STRANGE = (
    *("9" * 5000, "9" * 30, "-1", "٣", "²", "\x00", "\udcff", "💩" * 300, "a~b", "9999-12-31~9"),
    *("9999-12-31", "0001-01-01", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"),
)
WORST = ("9" * 30, "\x00", "9999-12-31")


def failing(client: Client, pages: list[str], values: tuple[str, ...], *, names: tuple[str, ...] = OF_PAGES) -> list[tuple[str, str]]:
    """Pages that fail over something, each asked for one strange value in all its parameters at once."""
    client.raise_request_exception = False
    found = []
    for page, value in product(pages, values):
        answer = client.get(page, dict.fromkeys(names, value.encode("utf-8", "surrogateescape")))
        if answer.status_code == 500:
            found.append((page, value[:40]))
    return found


@pytest.mark.parametrize("site", ["ops", "hr"])
def test_no_page_of_a_console_fails_over_what_it_is_asked(site: str) -> None:
    poisoned = poisoned_world()
    own = [address for address in addresses() if address.startswith(f"/{site}/") and "logout" not in address and "0000-0000" not in address]
    client = at_console(site, poisoned)
    assert failing(client, own, WORST) == []
    assert failing(client, reading(site, poisoned), STRANGE) == []
    assert failing(client, lists_at(site), WORST, names=OF_LISTS) == []


def test_no_page_of_the_portal_fails_over_what_it_is_asked() -> None:
    poisoned = poisoned_world()
    client = Client()
    sign_in(client, poisoned.member)
    others = ("/ops/", "/hr/", "/api/", "/suppliers/", "/logout/")
    own = [address for address in addresses() if not address.startswith(others)]
    assert failing(client, [*own, f"/grants/{poisoned.redemption.grant_id}/", f"/redemptions/{poisoned.redemption.id}/"], WORST) == []
    assert failing(client, ["/history/"], STRANGE) == []


def at_console(site: str, poisoned: Poisoned) -> Client:
    client = Client()
    client.force_login(make_operator() if site == "ops" else poisoned.staff.user, backend="members.staff_login.StaffBackend")
    return client


def reading(site: str, poisoned: Poisoned) -> list[str]:
    """The pages that read a place, a filter or days from their address."""
    batch, roster = Batch.objects.latest("id"), Roster.objects.latest("id")
    if site == "hr":
        return [f"/hr/batches/{batch.id}/", f"/hr/rosters/{roster.id}/", f"/hr/benefits/budget/{Budget.objects.latest('id').id}/change/"]
    of_one = [f"/ops/life/member/{poisoned.member.id}/", f"/ops/benefits/batch/{batch.id}/change/"]
    return ["/ops/find/", "/ops/changes/", "/ops/supply/product/taken.xlsx", *of_one]
