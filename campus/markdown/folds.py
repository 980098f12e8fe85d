"""Blocks `::: details` of a rendered text, which fold: the browser's own element for that."""

from __future__ import annotations

from collections.abc import Sequence

from campus.markdown import tokens
from campus.markdown.tokens import Token

_KINDS = {"admonition", "details"}


def finished(body: Sequence[Token]) -> list[Token]:
    """`body` with `details` for each block of that kind, its title as the `summary`."""
    out: list[Token] = []
    folds: list[bool] = []  # of each open div, whether it became a fold
    in_title = False
    for one in body:
        if one.name == "div" and one.starts:
            folds.append(set(one.classes()) == _KINDS)
            out.append(tokens.start("details") if folds[-1] else one)
        elif one.name == "div" and folds:
            out.append(tokens.end("details") if folds.pop() else one)
        elif one.name == "p" and one.starts and folds and folds[-1] and _is_title(one):
            in_title = True
            out.append(tokens.start("summary"))
        elif one.name == "p" and one.ends and in_title:
            in_title = False
            out.append(tokens.end("summary"))
        else:
            out.append(one)
    return out


def _is_title(one: Token) -> bool:
    return "admonition-title" in one.classes()
