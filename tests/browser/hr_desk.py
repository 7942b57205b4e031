"""What HR does at the enterprise console, step by step."""

from pathlib import Path

from playwright.sync_api import expect

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


def explained_rows(guest: Guest) -> list[str]:
    """What the preview says in words of each refused row."""
    return guest.page.locator("#refused .hr-sentence").all_inner_texts()


def confirm(guest: Guest) -> None:
    """Tick what is to be noticed, and grant or apply what was seen; ends when it is done."""
    for tick in guest.page.locator(".hr-ticks input[type=checkbox]").all():
        tick.check()
    _confirm(guest).click()
    expect(guest.page.locator("a[href$='/result/']").first).to_be_visible(timeout=_SLOW)


def who_claimed(guest: Guest) -> list[str]:
    """The names of those who claimed something, from the list of grants, each grant once."""
    guest.page.goto("/hr/benefits/grant/?state__exact=fulfilled")
    guest.look()
    return guest.page.locator("#result_list tbody tr").all_inner_texts()


def _confirm(guest: Guest):  # type: ignore[no-untyped-def]
    return guest.page.locator(".hr-confirm .hr-go")
