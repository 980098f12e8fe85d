"""Hostile Markdown in a real browser: nothing of it runs, and nothing is fetched for it."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import markdown
import pytest
from playwright.sync_api import Page, Route, sync_playwright

from campus.markdown import TooMuch
from campus.markdown.allowing import CLASS_SHAPE, SHOWN_ATTRIBUTES, SHOWN_TAGS
from campus.markdown.highlighting import CLASS_NAMES
from campus.markdown.links import PREFIX
from campus.markdown.mathml import MATHML_TAGS
from tests.campus.markdown.hostile.corpus import corpus, shown

from .conftest import QUIET

CORPUS = corpus()
GENERATED = 400
HOST = "https://campus.test"
INSPECT = (Path(__file__).parent / "inspect_lesson.js").read_text(encoding="utf-8")
RULES = json.dumps(
    {
        "prefix": PREFIX,
        "html": sorted(SHOWN_TAGS - MATHML_TAGS),
        "mathml": sorted(MATHML_TAGS),
        "attributes": {tag: sorted(names) for tag, names in SHOWN_ATTRIBUTES.items()},
        "classes": "|".join([CLASS_SHAPE.pattern, *sorted(CLASS_NAMES)]),
    }
)
# A policy that lets everything act: what is harmless here owes nothing to the site's own policy.
PERMISSIVE = "default-src * data: blob: 'unsafe-inline' 'unsafe-eval'"


class Window:
    """A page of one host, every address it asked for, and whether a script of a document ran."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.body = ""
        self.foreign: list[str] = []
        page.route("**/*", self._answer)
        page.on("dialog", lambda dialog: dialog.dismiss())

    def _answer(self, route: Route) -> None:
        address = route.request.url
        if not address.startswith(HOST):
            self.foreign.append(address)
            return route.abort()
        if address != f"{HOST}/":
            return route.fulfill(status=404, body="")
        headers = {"Content-Security-Policy": PERMISSIVE, "Content-Type": "text/html"}
        return route.fulfill(body=self.body, headers=headers)

    def show(self, documents: dict[str, str]) -> None:
        articles = "".join(
            f'<article class="prose" data-case="{name}">{html}</article>'
            for name, html in documents.items()
        )
        counter = "<script>window.ran = []; window.canary = () => ran.push(1)</script>"
        self.body = f"<!doctype html><meta charset=utf-8>{counter}<main>{articles}</main>"
        self.page.goto(f"{HOST}/", wait_until="load")
        self.page.evaluate(INSPECT)

    def faults(self) -> list[str]:
        """What is wrong in the page as parsed, and again after its own HTML was parsed anew."""
        found: list[str] = self.page.evaluate(f"lesson.faults({RULES})")
        self.page.evaluate("lesson.parseAgain()")
        found += self.page.evaluate(f"lesson.faults({RULES})")
        self.page.evaluate("lesson.touchEverything()")
        self.page.wait_for_timeout(300)
        return found

    def faults_of(self, html: str) -> list[str]:
        """What would be wrong with `html`, in a document where nothing runs."""
        found: list[str] = self.page.evaluate(f"html => lesson.faultsOf(html, {RULES})", html)
        return found

    @property
    def has_run(self) -> bool:
        return bool(self.page.evaluate("ran.length"))


@pytest.fixture(scope="module")
def window(chromium_path: str) -> Iterator[Window]:
    with sync_playwright() as playwright:
        options: dict[str, Any] = {"executable_path": chromium_path, "args": QUIET}
        browser = playwright.chromium.launch(headless=True, **options)
        yield Window(browser.new_page())
        browser.close()


def generated() -> dict[str, str]:
    """Documents put together from pieces of the corpus, the same ones in each run."""
    chance = random.Random(20261123)
    glue = ["", " ", "\n", "\n\n", "\n> ", "\n- ", "\n    ", "`", "*", '"', "<", ">", "$", "-->"]
    out: dict[str, str] = {}
    while len(out) < GENERATED:
        pieces = [one.source for one in chance.choices(CORPUS, k=chance.randint(2, 4))]
        cut = [text[: chance.randint(1, len(text))] for text in pieces]
        try:
            out[f"generated:{len(out)}"] = shown("".join(x + chance.choice(glue) for x in cut)).html
        except TooMuch:
            continue
    return out


def test_no_hostile_document_acts_in_a_browser(window: Window) -> None:
    window.foreign.clear()
    window.show({one.name: shown(one.source).html for one in CORPUS})
    assert window.page.locator("article").count() == len(CORPUS)
    assert window.faults() == []
    assert not window.has_run
    assert window.foreign == []


def test_no_generated_document_acts_in_a_browser(window: Window) -> None:
    window.foreign.clear()
    window.show(generated())
    assert window.page.locator("article").count() == GENERATED
    assert window.faults() == []
    assert not window.has_run
    assert window.foreign == []


def test_without_the_sanitiser_most_documents_are_found(window: Window) -> None:
    window.show({})
    found = [one for one in CORPUS if window.faults_of(markdown.markdown(one.source))]
    assert len(found) > len(CORPUS) * 0.6


def test_a_script_that_runs_would_be_seen(window: Window) -> None:
    window.show({"control": "<img src=x onerror=canary()>"})
    window.faults()
    assert window.has_run


def test_an_address_asked_of_another_host_would_be_seen(window: Window) -> None:
    window.foreign.clear()
    window.show({"control": "<img src=https://evil.example/x.png>"})
    window.faults()
    assert window.foreign == ["https://evil.example/x.png"] * 2
