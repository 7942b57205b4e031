"""
What somebody wrote stays text, in a real browser: on no page of the portal or of a console does it open a dialog, run a script,
ask another host or break the policy. Every page of the consoles is read without a browser in tests/hostile/pages.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Dialog, expect

from members.models import User
from tests.browser.guest import Guest, sit_down
from tests.browser.portal import enter
from tests.factories import make_operator
from tests.hostile.pages.poison import PAYLOAD, SHORT, Poisoned, poisoned_world
from tests.hostile.pages.tables import pages_of_rows

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Opens = Callable[..., BrowserContext]
# What the payloads would be, had one of them become more than text.
_ALIVE = """document.querySelectorAll("[onerror], svg[onload], b[x-init], img[src*='evil'], a[href^='javascript' i]").length"""
# One page of each kind on which a person reads what another, a file or a supplier wrote.
OF_HR = ("members.Member", "members.Roster", "benefits.Batch", "benefits.Grant", "benefits.Opening")
OF_OPERATORS = (
    *("members.Enterprise", "members.Member", "members.SentMessage", "members.Staff", "benefits.Benefit", "benefits.Grant"),
    *("supply.Intake", "supply.Lot", "supply.TopUp", "supply.Callback", "supply.Supplier", "supply.LostOrder"),
    *("redemption.Redemption", "redemption.RiskEntry", "common.Approval", "common.Job"),
)

# What they show depends on the hour.
OF_TODAY = ("/ops/", "/hr/")


@pytest.fixture
def poisoned(live_server: object) -> Poisoned:
    return poisoned_world()


def test_what_others_wrote_is_text_at_the_portal(poisoned: Poisoned, open_browser: Opens, live_server: object) -> None:
    context = open_browser()
    enter(context, poisoned.member)
    of_one = (f"/grants/{poisoned.redemption.grant_id}/", f"/redemptions/{poisoned.redemption.id}/")
    assert complaints(context, live_server, ("/", "/history/", "/accounts/", "/me/", *of_one)) == []


def test_what_others_wrote_is_text_at_the_consoles(poisoned: Poisoned, open_browser: Opens, live_server: object) -> None:
    hr, operators = open_browser(width=1280), open_browser(width=1280)
    enter_console(hr, poisoned.staff.user)
    enter_console(operators, make_operator())
    assert complaints(hr, live_server, ("/hr/", "/hr/downloads/", "/hr/approvals/", *pages_of_rows("hr", OF_HR))) == []
    own = ("/ops/", "/ops/changes/", "/ops/stock/", "/ops/unknown/", f"/ops/life/member/{poisoned.member.id}/")
    assert complaints(operators, live_server, (*own, *pages_of_rows("ops", OF_OPERATORS))) == []


def test_what_the_browser_itself_fills_in_is_text(poisoned: Poisoned, open_browser: Opens, live_server: object, tmp_path: Path) -> None:
    context = open_browser(width=1280)
    enter_console(context, make_operator())
    guest = seated(context, live_server)
    guest.page.goto("/ops/supply/product/add/")
    guest.page.locator("#id_brand + .select2 .select2-selection").click()
    expect(guest.page.get_by_role("option", name=SHORT).first).to_be_visible()
    guest.page.get_by_role("option", name=SHORT).first.click()
    expect(guest.page.locator("#id_brand + .select2")).to_contain_text(SHORT)
    guest.page.goto("/ops/supply/product/import/")
    file = tmp_path / SHORT.replace("/", "")
    file.touch()
    guest.page.locator("input[type=file]").set_input_files(file)
    expect(guest.page.locator("[data-file-name]")).to_have_text(file.name)
    assert (guest.page.evaluate(_ALIVE), guest.complaints) == (0, [])


def test_what_comes_alive_is_noticed(open_browser: Opens, live_server: object) -> None:
    guest = seated(open_browser(), live_server)
    guest.page.set_content(f"<title>x</title><main>{PAYLOAD.replace('title', 'i')}</main>")
    assert guest.page.evaluate(_ALIVE) == 3
    assert {complaint.partition(": ")[2] for complaint in guest.complaints} >= {"says 1", "says 2"}


def complaints(context: BrowserContext, home: object, pages: Iterable[str]) -> list[str]:
    """What is wrong with these pages; a page without a payload is, too."""
    guest = seated(context, home)
    for address in pages:
        answer = guest.page.goto(address)
        assert answer is not None
        if guest.page.evaluate(_ALIVE):
            guest.complaints.append(f"{address}: something is alive")
        if answer.status != 200 or (address not in OF_TODAY and "evil.test" not in guest.page.inner_text("body")):
            guest.complaints.append(f"{address}: {answer.status}, without what was written")
    return guest.complaints


def seated(context: BrowserContext, home: object) -> Guest:
    """Somebody at the live server, who notes dialogs, too."""
    guest = sit_down(context, "en", home=str(home))

    def note(dialog: Dialog) -> None:
        guest.complaints.append(f"{guest.page.url}: says {dialog.message}")
        dialog.dismiss()

    context.on("dialog", note)
    return guest


def enter_console(context: BrowserContext, user: User) -> None:
    """Sign somebody of the staff in to this browser."""
    client = Client()
    client.force_login(user, backend="members.staff_login.StaffBackend")
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "domain": "localhost", "path": "/"}])
