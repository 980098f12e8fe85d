"""Images and recordings in a rendered text: where they are, and what is said of those unseen."""

from __future__ import annotations

from pathlib import PurePosixPath

from campus.markdown import tokens
from campus.markdown.references import Kind, Reference, Target
from campus.markdown.reporting import Reporting
from campus.markdown.slugs import slug
from campus.markdown.tokens import Token

_UNDESCRIBED = {"fr": "Image non décrite", "en": "Image not described"}


def finished(one: Token, report: Reporting) -> list[Token]:
    """The tokens that stand for an `img`, `audio` or `video` start tag."""
    kind: Kind = "image" if one.name == "img" else "media"
    reference = Reference(one.attributes.get("src", ""), kind)
    line = report.places.line(reference.address)
    if reference.is_external:
        report("external_image", line, address=reference.address)
        return _link_instead(one, reference)
    target = report.resolve(reference)
    if target is None:
        report(f"missing_{kind}", line, address=reference.address)
        return _missing(one, reference)
    one.attributes["src"] = target.href
    if kind == "media":
        one.attributes.update(controls="", preload="metadata")
        return [one]
    return _image(one, reference, target, line, report)


def _image(
    one: Token, reference: Reference, target: Target, line: int, report: Reporting
) -> list[Token]:
    one.attributes["loading"] = "lazy"
    if target.width and target.height:
        one.attributes.update(width=str(target.width), height=str(target.height))
    described = one.attributes.get("alt", "").strip()
    if not described:
        report("undescribed_image", line, address=reference.address)
        return _marked(one, report.language)
    if slug(described) in _names(reference):
        report("alternative_is_file_name", line, address=reference.address)
    return [one]


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


def _link_instead(one: Token, reference: Reference) -> list[Token]:
    words = one.attributes.get("alt", "").strip() or reference.address
    link = tokens.start("a", href=reference.address, rel="noopener noreferrer")
    return [link, tokens.text(words), tokens.end("a")]


def _missing(one: Token, reference: Reference) -> list[Token]:
    words = one.attributes.get("alt", "").strip() or reference.address
    mark = tokens.start("span", class_="missing", data_address=reference.address)
    return [mark, tokens.text(words), tokens.end("span")]
