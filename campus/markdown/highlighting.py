"""Colours of code: which languages are read, and the few classes that their words get."""

from __future__ import annotations

import html
import re
from functools import lru_cache
from itertools import groupby

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Token as Words

# Every language here was given the texts of tests/campus/markdown/test_highlighting.py that are
# made to be slow. Names that authors use -> Pygments' own.
_LANGUAGES = {
    name: name
    for name in (
        "bash", "c", "cpp", "css", "diff", "dockerfile", "go", "graphql", "html", "http", "ini",
        "java", "javascript", "json", "kotlin", "make", "nginx", "php", "python", "r", "ruby",
        "rust", "scala", "sparql", "sql", "swift", "toml", "turtle", "typescript", "xml", "yaml",
    )
} | {
    "sh": "bash", "shell": "bash", "zsh": "bash", "console": "console", "c++": "cpp",
    "js": "javascript", "jsx": "javascript", "ts": "typescript", "py": "python",
    "python3": "python", "yml": "yaml", "docker": "dockerfile", "makefile": "make", "rb": "ruby",
    "rs": "rust", "ttl": "turtle", "patch": "diff", "golang": "go", "svg": "xml", "cfg": "ini",
    "conf": "ini", "env": "bash", "jsonld": "json", "geojson": "json", "postgresql": "sql",
}  # fmt: skip
# Pygments' patterns are quadratic in places: 8,000 times `a` on a line each, as Java, take 1.5 s.
_MOST_CHARACTERS = 4_000
_LONGEST_LINE = re.compile(r"[^\n]{401}")
_MOST_BLANK_LINES = re.compile(r"(?:[ \t]*\n){41}")
_CLASSES = {
    Words.Comment: "comment",
    Words.Comment.Preproc: "keyword",
    Words.Keyword: "keyword",
    Words.Keyword.Constant: "number",
    Words.Keyword.Type: "type",
    Words.Operator.Word: "keyword",
    Words.Literal.String: "string",
    Words.Literal.String.Doc: "comment",
    Words.Literal.Number: "number",
    Words.Literal.Date: "number",
    Words.Name.Attribute: "attribute",
    Words.Name.Builtin: "type",
    Words.Name.Class: "type",
    Words.Name.Constant: "number",
    Words.Name.Decorator: "attribute",
    Words.Name.Exception: "type",
    Words.Name.Function: "function",
    Words.Name.Namespace: "type",
    Words.Name.Property: "attribute",
    Words.Name.Tag: "keyword",
    Words.Name.Variable: "attribute",
    Words.Generic.Deleted: "deleted",
    Words.Generic.Inserted: "inserted",
    Words.Generic.Heading: "keyword",
    Words.Generic.Subheading: "comment",
    Words.Generic.Prompt: "comment",
}
CLASS_NAMES = frozenset(f"hl-{name}" for name in _CLASSES.values())


def highlighted(code: str, language: str) -> str:
    """`code` as HTML, its words in spans by class if the language is one that is read."""
    lexer = _lexer(_LANGUAGES.get(language, ""))
    if lexer is None or len(code) > _MOST_CHARACTERS or _is_strange(code):
        return html.escape(code, quote=False)
    words = ((_class(kind), text) for kind, text in lexer.get_tokens(code))
    return "".join(
        _span(name, "".join(text for _, text in run))
        for name, run in groupby(words, key=lambda one: one[0])
    )


def _is_strange(code: str) -> bool:
    return bool(_LONGEST_LINE.search(code) or _MOST_BLANK_LINES.search(code))


@lru_cache(maxsize=64)
def _lexer(name: str) -> Lexer | None:
    return get_lexer_by_name(name, stripnl=False, ensurenl=False) if name else None


@lru_cache(maxsize=512)
def _class(kind: object) -> str:
    while kind is not None and kind not in _CLASSES:
        kind = getattr(kind, "parent", None)
    return _CLASSES[kind] if kind else ""


def _span(name: str, text: str) -> str:
    words = html.escape(text, quote=False)
    return f'<span class="hl-{name}">{words}</span>' if name and text.strip() else words
