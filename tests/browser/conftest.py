"""A real browser against a real server. Nothing outside this machine is ever asked for."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ViewportSize, sync_playwright

from tests.browser.guest import Guest, profile, sit_down
from tests.browser.whole import Platform, running_platform

# Playwright's loop runs in this thread; Django would take it for an async view and refuse the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium, started once."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert path, "Install Chromium: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def open_browser(chromium: Browser, live_server: object) -> Iterator[Callable[..., BrowserContext]]:
    """Opens fresh browser profiles at the live server: ``open_browser(width=320, javascript=False)``."""
    opened: list[BrowserContext] = []

    def opens(*, width: int = 390, dark: bool = False, javascript: bool = True, locale: str = "en-GB") -> BrowserContext:
        context = chromium.new_context(
            base_url=str(live_server),
            viewport=ViewportSize(width=width, height=800),
            color_scheme="dark" if dark else "light",
            java_script_enabled=javascript,
            reduced_motion="reduce",  # Half-faded text has half the contrast, and waiting for it to settle costs a second a page.
            locale=locale,
        )
        context.set_default_timeout(10_000)
        opened.append(context)
        return context

    yield opens
    for context in opened:
        context.close()


@pytest.fixture(scope="session")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """All of it running, with the demo's data, once for all tests that ask."""
    with running_platform(tmp_path_factory.mktemp("platform")) as running:
        yield running


@pytest.fixture
def invite(chromium: Browser, platform: Platform) -> Iterator[Callable[..., Guest]]:
    """Sits somebody down at the platform: ``invite("zh-hans", PHONE)``. At the end nobody may have had a complaint."""
    guests: list[Guest] = []

    def invites(language: str, size: ViewportSize, **more: Any) -> Guest:
        context = chromium.new_context(base_url=platform.url, viewport=size, **profile(language, **more))
        context.set_default_timeout(20_000)
        guests.append(sit_down(context, language, home=platform.url, has_scripts=more.get("java_script_enabled", True)))
        return guests[-1]

    yield invites
    for guest in guests:
        guest.page.context.close()
    assert [complaint for guest in guests for complaint in guest.complaints] == []
