"""What a member does at the portal, on their phone."""

import re

from playwright.sync_api import Locator, expect

from tests.browser.guest import Guest
from tests.browser.whole import Platform


def sign_in(guest: Guest, platform: Platform, *, phone: str, enterprise: str) -> None:
    """By the code that comes to the phone; where the phone is known to several enterprises, one of them is chosen."""
    if "/login/" not in guest.page.url:
        guest.page.goto("/login/")
    guest.look()
    guest.fill(address=phone)
    guest.page.locator("main form button").first.click()
    guest.page.wait_for_url("**/login/code/**")
    guest.look()
    guest.fill(code=platform.sign_in_code(phone))
    guest.page.locator("main form button").first.click()
    tabs, chosen = guest.page.locator("nav.tabs"), guest.page.locator(f"button[name=enterprise][value={enterprise}]")
    expect(tabs.or_(chosen)).to_be_visible()
    if chosen.is_visible():
        guest.look()
        chosen.click()
    expect(tabs).to_be_visible()


def bind_own_phone(guest: Guest, brand: str) -> None:
    """Say once where this brand's top-ups go: to the number that one signs in with."""
    guest.page.goto("/accounts/")
    guest.look()
    panel = guest.page.locator("section.panel").filter(has=guest.page.get_by_role("heading", name=brand))
    panel.locator("form:has([name=own]) button").click()
    expect(guest.page.get_by_role("heading", name=brand)).to_be_visible()
    guest.look()


def claim_button(guest: Guest) -> Locator:
    """The one big button."""
    return guest.page.locator("form[action$='/claim/'] button")


def open_grant(guest: Guest, name: str) -> None:
    """From the wallet to the page of one benefit that is theirs."""
    guest.page.goto("/")
    show_all = guest.page.locator("#wallet a[href^='?all=1']").first
    if show_all.is_visible():
        show_all.click()
        guest.page.wait_for_url("**/?all=1#*")
    guest.page.locator("#wallet").get_by_role("link", name=re.compile(f"^{re.escape(name)}")).first.click()
    expect(guest.page.get_by_role("heading", name=name, level=1)).to_be_visible()


def show_code(guest: Guest) -> str:
    """Ask for the code, and read it."""
    guest.page.locator("form[action$='/code/'] button").click()
    return guest.page.locator("#code-text").inner_text()
