"""Images in a rendered text: where they are, and what is said of those unseen."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from campus.markdown import tokens
from campus.markdown.allowing import SIZES
from campus.markdown.references import Reference, Target
from campus.markdown.reporting import Reporting
from campus.markdown.slugs import slug
from campus.markdown.tokens import Token

_UNDESCRIBED = {"fr": "Image non décrite", "en": "Image not described"}


@dataclass(frozen=True)
class Shown:
    """The tokens that stand for an image or a recording, and what is written below it."""

    tokens: list[Token]
    caption: str = ""
    is_recording: bool = False


def shown(one: Token, report: Reporting) -> Shown:
    """What stands for an `img` start tag; its title is its caption."""
    reference = Reference(one.attributes.get("src", ""), "image")
    line = report.places.line(reference.address)
    words = one.attributes.get("alt", "").strip()
    if reference.is_external:
        report("external_image", line, address=reference.address)
        return Shown(link_instead(words, reference))
    target = report.resolve(reference)
    if target is None:
        report("missing_image", line, address=reference.address)
        return Shown(missing(words, reference))
    one.attributes["src"] = target.href
    caption = " · ".join(filter(None, (one.attributes.pop("title", "").strip(), target.credit)))
    return Shown(_image(one, reference, target, line, report), caption)


def _image(
    one: Token, reference: Reference, target: Target, line: int, report: Reporting
) -> list[Token]:
    one.attributes["loading"] = "lazy"
    if target.width and target.height:
        one.attributes.update(width=str(target.width), height=str(target.height))
    if target.variants:
        one.attributes.update(srcset=_widths(target), sizes=SIZES)
    described = one.attributes.get("alt", "").strip() or target.alt.strip()
    one.attributes["alt"] = described
    if not described and (target.is_decorative or "decorative" in one.classes()):
        return [one]
    if not described:
        report("undescribed_image", line, address=reference.address)
        return _marked(one, report.language)
    if slug(described) in _names(reference):
        report("alternative_is_file_name", line, address=reference.address)
    return [one]


def _widths(target: Target) -> str:
    """The candidates a browser chooses from by the width it has, the image itself among them."""
    known = [*target.variants, (target.href, target.width)]
    return ", ".join(f"{href} {width}w" for href, width in known)


def _names(reference: Reference) -> set[str]:
    path = PurePosixPath(reference.path)
    return {slug(path.name), slug(path.stem)}


def _marked(one: Token, language: str) -> list[Token]:
    """An image without description: said to those who see it and to those who hear the page."""
    words = _UNDESCRIBED.get(language[:2].lower(), _UNDESCRIBED["en"])
    one.attributes.update({"alt": words, "data-undescribed": ""})
    note = tokens.start("span", class_="undescribed-note", aria_hidden="true")
    return [
        tokens.start("span", class_="undescribed"), one,
        note, tokens.text(words), tokens.end("span"), tokens.end("span"),
    ]  # fmt: skip


def link_instead(words: str, reference: Reference) -> list[Token]:
    link = tokens.start("a", href=reference.address, rel="noopener noreferrer")
    return [link, tokens.text(words or reference.address), tokens.end("a")]


def missing(words: str, reference: Reference) -> list[Token]:
    mark = tokens.start("span", class_="missing", data_address=reference.address)
    return [mark, tokens.text(words or reference.address), tokens.end("span")]
