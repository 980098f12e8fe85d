"""Markdown that means harm: nothing of it acts, and nothing of it is slow."""

import time
from contextlib import suppress

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campus.markdown import TooMuch, limits, render
from tests.campus.markdown.hostile.corpus import Document, corpus, shown, wrong_in

CORPUS = corpus()
FRAMES = [
    "{}",
    "- x\n\n  {}",
    "::: tip\n{}\n:::",
    "> {}",
    "| a |\n|---|\n| {} |",
    "x[^1]\n\n[^1]: {}",
]
PIECES = [one.source for one in CORPUS] + [
    *"<>/\"'=: \n-*_`[](){}#|!&;$\\\x02\x03",
    "\n\n", "\n> ", "\n- ", "\n    ", "```\n", "::: tip ", "\n:::\n", "$$", "<math>", "<svg>",
    "-->", "<style>", "<table>", "</p>", "[^1]", "{: ", " }", "&#", "canary()", " onclick=",
    "javascript:",
]  # fmt: skip


def rendered(source: str) -> str:
    return shown(source).html


def test_the_corpus_is_large() -> None:
    assert len(CORPUS) >= 300
    assert len({one.source for one in CORPUS}) == len(CORPUS)


@pytest.mark.parametrize("one", CORPUS, ids=[one.name for one in CORPUS])
def test_a_hostile_document_does_nothing_wherever_it_stands(one: Document) -> None:
    begun = time.process_time()
    for frame in FRAMES:
        assert wrong_in(rendered(frame.format(one.source.replace("\n", "\n  ")))) == []
    assert wrong_in(rendered(one.source)) == []
    assert time.process_time() - begun < 3


def test_the_inspector_sees_what_an_unsafe_renderer_would_show() -> None:
    """The negative control: the same Markdown without the sanitiser."""
    unsafe = [one for one in CORPUS if wrong_in(markdown.markdown(one.source))]
    assert len(unsafe) > len(CORPUS) * 0.6


@given(st.lists(st.sampled_from(PIECES), max_size=6))
@settings(max_examples=200)
def test_hostile_documents_joined_do_nothing_either(pieces: list[str]) -> None:
    assert wrong_in(rendered("".join(pieces))) == []


@given(
    st.text(
        alphabet=st.sampled_from("<>/\"'=: \n-*_`[](){}#|!&;:aimgsrc$\\^x\x02\x03"), max_size=80
    )
)
@settings(max_examples=150)
def test_no_text_at_all_acts(source: str) -> None:
    assert wrong_in(rendered(source)) == []


def test_a_relative_address_with_a_host_is_another_site() -> None:
    html = rendered("[y](//evil.example/x)")
    assert 'rel="noopener noreferrer"' in html


SLOW = {
    "footnotes": "x[^1] " * 3_000 + "\n\n[^1]: y",
    "brackets": "[" * 19_000,
    "images": "![" * 9_000,
    "emphasis": "*a _b " * 3_000,
    "backquotes": "`a" * 9_000,
    "tags": "<a " * 6_000,
    "unclosed tags": '<a x="' * 3_000,
    "components": "<Button " * 2_400,
    "quotations": ">" * 19_000,
    "nested lists": "".join(" " * (2 * depth) + "- a\n" for depth in range(190)),
    "nested blocks": "::: tip\n" * 2_000,
    "contents": "[[toc]]\n\n# a\n\n" * 1_000,
    "headings": "# a\n" * 4_000,
    "underlined": "a\n-\n" * 4_000,
    "cells": "|" * 1_000 + "\n" + "|-" * 1_000 + "|\n" + "|a" * 1_000,
    "rows": "|a|b|\n|-|-|\n" + "|c|d|\n" * 3_000,
    "abbreviations": "".join(f"*[a{n}]: x\n" for n in range(290)) + "\n" + "a1 a2 " * 2_000,
    "details": "<details>\n" * 1_900,
    "comments": "a <!-- " * 2_500,
    "entities": "&#x41;" * 3_000,
    "blanks": "a" + " " * 19_000,
    "definitions": "a\n: b\n\n" * 2_500,
    "references": "".join(f"[a{n}]: /x\n" for n in range(1_900)),
    "attributes": "a {: " * 3_500,
    "formulas": "$x^2$ " * 3_000,
    "dollars": "$" * 19_000,
    "dollars apart": "$a " * 6_000,
    "formulas never closed": "$$\n" * 9_000,
    "braces in formulas": ("$" + "{" * 50 + "x" + "}" * 50 + "$ ") * 180,
    "scripts in formulas": "$" + "x_" * 900 + "$",
    "roots in formulas": "$" + "\\sqrt" * 190 + "x$",
    "columns in formulas": "$$" + "&" * 900 + "$$",
    "definitions in formulas": "$\\def\\a{\\b\\b}\\def\\b{\\c\\c}\\a$" * 200,
    "boxes": "- [ ] a\n" * 2_400,
    "images of nothing": "![](a.png)\n\n" * 1_400,
    "films": "![a](a.mp4)\n\n" * 1_400,
    "folds": "::: details\n" * 900,
    "empty heads": "<th>" * 2_900,
    "empty links": "[](a)" * 1_900,
}


@pytest.mark.parametrize("name", SLOW)
def test_a_short_text_made_to_be_slow_is_refused_or_quick(name: str) -> None:
    """Texts this short are rendered without a clock, so the caps alone must hold them."""
    source = SLOW[name][: limits.UNTIMED_CHARACTERS]
    begun = time.process_time()
    with suppress(TooMuch):
        render(source, language="fr")
    assert time.process_time() - begun < 3
