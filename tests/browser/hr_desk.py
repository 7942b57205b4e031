"""What HR does at the enterprise console, step by step."""

from pathlib import Path

from playwright.sync_api import Locator, expect

from tests.browser.guest import Guest

_SLOW = 60_000


def bring(guest: Guest, address: str, file: Path) -> None:
    """Choose a spreadsheet on an upload page and have it checked; ends at the preview."""
    guest.page.goto(address)
    guest.field("file").set_input_files(file)
    guest.look()
    guest.button("Check the file").click()
    expect(_confirm(guest)).to_be_visible(timeout=_SLOW)


def refused_rows(guest: Guest) -> list[tuple[int, str]]:
    """The rows that the preview refuses: number in the spreadsheet and reason, one for each reason."""
    rows = guest.page.locator("#refused .hr-refused > li").all()
    return [(int(row.locator(".hr-rownumber").inner_text()), code) for row in rows for code in row.locator(".hr-code").all_inner_texts()]


def reasons_in_words(guest: Guest) -> list[str]:
    """What the preview tells a person of each refused row."""
    return guest.page.locator("#refused .hr-sentence").all_inner_texts()


def left_of_budget(guest: Guest) -> tuple[str, str]:
    """What the budget has, and what it would have left."""
    figure = guest.page.locator(".hr-before-after .q-figure").first
    return figure.inner_text().split()[0], figure.locator("strong").inner_text()


def confirm(guest: Guest) -> None:
    """Tick what is to be noticed, and grant or apply what was seen; ends when it is done."""
    for tick in guest.page.locator(".hr-ticks input[type=checkbox]").all():
        tick.check()
    _confirm(guest).click()
    expect(_confirm(guest)).to_have_count(0)
    expect(guest.page.locator("a[href$='/result/']").first).to_be_visible(timeout=_SLOW)


def what_was_claimed(guest: Guest) -> list[tuple[str, str]]:
    """Who claimed what, from the list of grants: member and benefit, newest grant first."""
    guest.page.goto("/hr/benefits/grant/?state__exact=fulfilled")
    guest.look()
    rows = guest.page.locator("#result_list .data-row").all()
    return [(row.locator(".field-member_shown strong").inner_text(), row.locator(".field-benefit_shown").inner_text()) for row in rows]


def _confirm(guest: Guest) -> Locator:
    return guest.page.locator(".hr-confirm .hr-go")
