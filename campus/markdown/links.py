"""Links and names in a rendered text: they stay inside the lesson's own space of names."""

from __future__ import annotations

from collections.abc import Sequence

from campus.markdown import tokens
from campus.markdown.references import Reference, Target
from campus.markdown.reporting import Reporting
from campus.markdown.slugs import matching_anchor, unused
from campus.markdown.tokens import Token

# Ids of a lesson must not meet those of the page around it.
PREFIX = "c-"


def settle_names(body: Sequence[Token]) -> set[str]:
    """Turn `name` into `id`, make ids unique; returns them, still without the prefix."""
    names: set[str] = set()
    for one in body:
        given = one.attributes.pop("name", "") or one.attributes.get("id", "")
        wanted = one.attributes.get("id", "") or given
        if one.starts and wanted:
            one.attributes["id"] = unused("-".join(wanted.split()), names)
            names.add(one.attributes["id"])
    return names


def prefix_names(body: Sequence[Token]) -> None:
    for one in body:
        if one.starts and "id" in one.attributes:
            one.attributes["id"] = PREFIX + one.attributes["id"]


def named(body: Sequence[Token], report: Reporting) -> list[Token]:
    """`body` with the address in each link that says nothing: nobody could follow it else."""
    out: list[Token] = []
    for place, one in enumerate(body):
        out.append(one)
        address = one.attributes.get("href", "") if one.starts and one.name == "a" else ""
        if address and _says_nothing(body[place + 1 : _end(body, place)]):
            report("empty_link", report.places.line(address), address=address)
            out.append(tokens.text(address))
    return out


def _says_nothing(inside: Sequence[Token]) -> bool:
    return not tokens.plain(inside) and not any(one.name == "img" for one in inside)


def finished(body: Sequence[Token], names: frozenset[str], report: Reporting) -> None:
    """Rewrite every `a` of `body` in place; one that leads nowhere becomes a span."""
    for place, one in enumerate(body):
        if one.starts and one.name == "a":
            _finish(body, place, names, report)


def _finish(body: Sequence[Token], place: int, names: frozenset[str], report: Reporting) -> None:
    one = body[place]
    reference = Reference(one.attributes.get("href", ""))
    if "href" not in one.attributes:
        if "id" not in one.attributes:
            words = tokens.plain(body[place : _end(body, place)])
            report("address_refused", report.places.line(words), text=words)
            _unlink(body, place, "")
    elif reference.is_external:
        _finish_external(one, reference)
    elif reference.path:
        _finish_internal(body, place, reference, report)
    else:
        _finish_anchor(one, reference, names, report)


def _finish_external(one: Token, reference: Reference) -> None:
    if reference.address.lower().startswith(("http:", "https:", "//")):
        one.attributes["rel"] = "noopener noreferrer"


def _finish_anchor(
    one: Token, reference: Reference, names: frozenset[str], report: Reporting
) -> None:
    found = matching_anchor(reference.anchor, names) if reference.anchor else ""
    if found is None:
        line = report.places.line(reference.address)
        report("missing_anchor", line, address=reference.address, anchor=reference.anchor)
    one.attributes["href"] = f"#{PREFIX}{found}" if found else "#"


def _finish_internal(
    body: Sequence[Token], place: int, reference: Reference, report: Reporting
) -> None:
    target = report.resolve(reference)
    line = report.places.line(reference.address)
    if target is None:
        report("unresolved_link", line, address=reference.address)
        return _unlink(body, place, reference.address)
    one = body[place]
    one.attributes["href"] = target.href + _anchor_in(target, reference, line, report)
    if target.lesson:
        one.attributes["data-lesson"] = target.lesson
    if target.file:
        one.attributes["download"] = target.file


def _anchor_in(target: Target, reference: Reference, line: int, report: Reporting) -> str:
    if not reference.anchor or target.anchors is None:
        return f"#{PREFIX}{reference.anchor}" if reference.anchor and target.lesson else ""
    found = matching_anchor(reference.anchor, target.anchors)
    if found is None:
        report("missing_anchor", line, address=reference.address, anchor=reference.anchor)
        return ""
    return f"#{PREFIX}{found}"


def _unlink(body: Sequence[Token], place: int, address: str) -> None:
    one = body[place]
    body[_end(body, place)].name = one.name = "span"
    one.attributes = {"class": "unresolved", "data-address": address}


def _end(body: Sequence[Token], place: int) -> int:
    """Links cannot hold links in HTML5, so the next end tag is theirs."""
    return next(n for n in range(place, len(body)) if body[n].ends and body[n].name == "a")
