"""One registry of what is privileged: everything that there is stands in it, and it holds for each what the act itself says."""

import config.urls  # noqa: F401  The consoles are complete once the addresses are.
from common.console import all_acts, hr_site, ops_site
from common.duties.registry import DUTIES
from common.duties.walk import Found, walk


def _found() -> dict[str, Found]:
    consoles = (ops_site, hr_site)
    acts = [registered for registered in all_acts() if registered.admin.admin_site in consoles]  # Tests have small ones of their own.
    return {found.name: found for found in walk(consoles, iter(acts))}


def test_every_act_page_form_download_api_write_and_command_is_in_the_registry() -> None:
    assert sorted(set(_found()) - set(DUTIES)) == [], "add a line to common/duties/table for each of these"


def test_the_registry_names_nothing_that_is_not_there() -> None:
    assert sorted(set(DUTIES) - set(_found())) == []


def test_an_acts_right_and_reason_are_those_that_the_registry_tells() -> None:
    acts = {name: found for name, found in _found().items() if found.asks_reason is not None}
    assert {name: (DUTIES[name].right, DUTIES[name].reason) for name in acts} == {
        name: (found.right, found.asks_reason) for name, found in acts.items()
    }


def test_nobody_of_the_staff_is_shown_a_code_without_a_limit_of_their_own_and_a_second_person() -> None:
    show = DUTIES["ops.redemption.redemption.show"]
    assert (show.daily, show.second, show.reason, show.alarm) == (0, "always", True, True)
