"""Owns Chromium: where it is, how it starts, and what it says of a page."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

Opened = Callable[..., AbstractContextManager["Reader"]]


class Reader:
    """One window of Chromium, and every complaint it made."""

    def __init__(self, context: BrowserContext, base: str) -> None:
        self.context = context
        self.base = base
        self.complaints: list[str] = []
        self.page: Page = context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{self.page.url}: {message.text}")

    def go(self, address: str) -> Page:
        self.page.goto(self.base + address)
        return self.page

    def sign_in(self, email: str, password: str) -> None:
        self.go("/fr/account/login/")
        self.page.fill("input[name=login]", email)
        self.page.fill("input[name=password]", password)
        self.page.press("input[name=password]", "Enter")
        self.page.wait_for_selector("html[data-person]")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def tab_to(self, selector: str, *, most: int = 80) -> None:
        """Reach an element by the Tab key alone, as somebody without a mouse does."""
        for _ in range(most):
            if self.page.evaluate("s => document.activeElement.matches(s)", selector):
                return
            self.press("Tab")
        pytest.fail(f"{selector} is not reached by keyboard")


@pytest.fixture(scope="session")
def chromium_path() -> str:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed (on Debian: apt install chromium).")
    return CHROMIUM


@pytest.fixture
def opened(chromium_path: str, live_server: Any) -> Opened:
    """Opens a window on the campus. Ask the database nothing while it is open: Playwright
    runs a loop in this thread, and Django refuses queries beside one."""

    @contextmanager
    def window(**options: Any) -> Iterator[Reader]:
        with sync_playwright() as playwright:
            browser: Browser = playwright.chromium.launch(
                executable_path=chromium_path, headless=True, args=QUIET
            )
            context = browser.new_context(**{"locale": "fr-FR", **options})
            context.set_default_timeout(15_000)
            yield Reader(context, live_server.url)
            browser.close()

    return window
