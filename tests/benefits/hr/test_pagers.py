"""Lists on pages of their own go on where they stopped, and keep what was chosen."""

import re

import pytest
from django.test import Client

from common.ledger import Line, post
from tests.benefits.hr.desk import at_desk, sheet, upload, workshop
from tests.factories import NOW, budget_accounts, make_budget, make_member
from tests.members.hr.test_bringing_a_roster import bring

pytestmark = pytest.mark.django_db
MANY = 51  # One more than a page has.


def links(client: Client, address: str) -> list[str]:
    """Where the pagers of a page lead, in their order."""
    page = client.get(address).content.decode().replace("&amp;", "&")
    return [
        href for nav in re.findall(r'<nav class="hr-pager">(.*?)</nav>', page, re.DOTALL) for href in re.findall(r'href="([^"]*)"', nav)
    ]


def test_the_rows_of_a_roster_are_paged_within_their_tab() -> None:
    client, _staff = at_desk()
    roster = bring(client, *(f"N{number},新人{number},,,在职" for number in range(MANY)))
    here = f"/hr/rosters/{roster.id}/"
    (onward,) = links(client, here)
    assert onward == "?show=joins&after=51#rows"
    assert (links(client, here + onward), len(client.get(here + onward).context["items"].rows)) == (["?show=joins#rows"], 1)


def test_good_rows_and_refused_ones_have_pagers_of_their_own() -> None:
    enterprise = workshop()
    client, _staff = at_desk(enterprise)
    good = [(str(make_member(enterprise, staff_no=f"M{number}").staff_no), "phone-50", "1") for number in range(MANY)]
    batch = upload(client, sheet(*good, *((f"X{number}", "phone-50", "1") for number in range(MANY))), name="many.csv")
    here = f"/hr/batches/{batch.id}/"
    refused, onward = links(client, here)
    assert (refused, onward) == ("?after=102#refused", "?good=51#good")
    assert (links(client, here + onward)[-1], len(client.get(here + onward).context["good_page"].rows)) == ("?#good", 1)
    (reason,) = {code for code, _count in client.get(here).context["reasons"]}
    assert links(client, f"{here}?reason={reason}")[0] == f"?reason={reason}&after=102#refused"


def test_the_moves_of_a_budget_are_paged() -> None:
    client, staff = at_desk()
    budget = make_budget(staff.enterprise)
    accounts = budget_accounts(budget)
    for number in range(MANY):
        lines = [Line(accounts["funding"], -1), Line(accounts["available"], 1)]
        post(key=f"test:move:{number}", kind="budget.funded", lines=lines, at=NOW)
    here = f"/hr/benefits/budget/{budget.id}/change/"
    (onward,) = links(client, here)
    assert (onward.startswith("?before="), links(client, here + onward)) == (True, ["?"])
