"""Code gets its colours by classes, loses no letter, and takes no time whatever it is."""

import html
import re
import time

import pytest

from campus.markdown import render
from campus.markdown.highlighting import _LANGUAGES, CLASS_NAMES, highlighted

# Shapes on which scanners have been slow: what opens and never closes, what repeats, what nests.
REPEATED = [
    '"', "'", "`", "<", "{", "(", "[", "/*", "<!--", "<a ", "<?php ", "\\", " ", "a", "1", "a.",
    "a=", "a b ", "$a", "${", "%", "# ", "@a", ": ", "- ", "\t ", "<<EOF", "a: |\n ", 'r#"', "f'{",
    "+-", "e9", "a<", "0x", "a,", "a(", "();", "?:", "=>", "@", "~", "\n", " \n", "a\n", "\\\n",
]  # fmt: skip


def slow_texts() -> list[str]:
    """As long as code may be: in one line after another, and in many short ones."""
    lines = [(piece * (390 // len(piece)) + "\n") * 10 for piece in REPEATED]
    return [text[:4_000] for text in [*lines, *((one[:30] + "\n") * 130 for one in lines)]]


def words(shown: str) -> str:
    return html.unescape(re.sub(r"</?span[^>]*>", "", shown))


def test_words_of_a_known_language_get_classes_and_no_style() -> None:
    shown = render("```python\ndef f(): return 'a'  # b\n```", language="fr").html
    for part in (
        '<span class="hl-keyword">def</span>',
        '<span class="hl-function">f</span>',
        '<span class="hl-comment"># b</span>',
    ):
        assert part in shown
    assert "style=" not in shown
    assert set(re.findall(r'class="(hl-[a-z]+)"', shown)) <= CLASS_NAMES


@pytest.mark.parametrize("language", ["", "klingon", "PYTHON-3-of-mine"])
def test_code_of_no_known_language_is_shown_plain(language: str) -> None:
    assert highlighted("a < b", language) == "a &lt; b"


@pytest.mark.parametrize("name", sorted(_LANGUAGES))
def test_no_letter_of_code_is_lost(name: str) -> None:
    code = "\n\n  a = <b> & 'c' # d\n\te: \"é\" </b>\n\n"
    assert words(highlighted(code, name)) == code


@pytest.mark.parametrize("name", sorted(set(_LANGUAGES.values())))
def test_code_made_to_be_slow_is_quick(name: str) -> None:
    for text in slow_texts():
        begun = time.process_time()
        highlighted(text, name)
        assert time.process_time() - begun < 0.5, (name, text[:40])
