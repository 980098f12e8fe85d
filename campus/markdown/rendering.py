"""From an author's Markdown to HTML that is safe to show, with all that was found on the way."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import markdown
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.tables import TableExtension
from markdown.preprocessors import Preprocessor

from campus.markdown import folds, formulas, headings, items, limits, links, tables, tokens
from campus.markdown.allowing import sanitised, tidied
from campus.markdown.figures import Figures
from campus.markdown.findings import Finding
from campus.markdown.flavour import Flavour
from campus.markdown.headings import Heading
from campus.markdown.references import Places, Resolve, nothing_known
from campus.markdown.reporting import Reporting
from campus.markdown.slugs import slug
from campus.markdown.tags import Tags
from campus.markdown.tokens import Token

_BACK = {"fr": "Revenir à la note {} dans le texte", "en": "Back to note {} in the text"}


@dataclass(frozen=True)
class Rendered:
    """A text as it is shown.

    `title` is its first heading of level 1, which `html` leaves to the page; `anchors` are the
    names that links may point to, without the prefix their ids have; `lead` is its first
    paragraph; `words` counts what is read.
    """

    html: str
    title: str
    headings: tuple[Heading, ...]
    anchors: frozenset[str]
    lead: str
    words: int
    images: int
    tables: int
    findings: tuple[Finding, ...]


def render(
    source: str,
    *,
    language: str,
    resolve: Resolve = nothing_known,
    path: str = "",
    first_line: int = 1,
    video_hosts: Collection[str] = (),
    seconds: float = limits.MOST_SECONDS,
) -> Rendered:
    """Render `source`; `resolve` says where addresses lead, None meaning nowhere.

    `path` and `first_line` only name the place in findings; `video_hosts` are hosts of PeerTube
    whose videos may play in the text.  Raises TooMuch beyond the limits.
    """
    limits.refuse_too_much(source)
    lines = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    report = Reporting(path, language, resolve, Places(lines, first_line), video_hosts)
    with limits.time_limit(source, seconds):
        tags = Tags(source, path, video_hosts)
        raw, found = _raw_html(source, tags, report)
        body = formulas.finished(tokens.read(tidied(raw)), tags.formulas, report)
        return _finished(body, report, found)


def _raw_html(source: str, tags: Tags, report: Reporting) -> tuple[str, list[Finding]]:
    language = report.language
    flavour = _FlavourExtension(language, report.path, report.places.first_line, tags)
    footnotes = FootnoteExtension(BACKLINK_TITLE=_BACK.get(language[:2].lower(), _BACK["en"]))
    renderer = markdown.Markdown(
        extensions=[
            "attr_list", "def_list", "abbr", "md_in_html", "admonition", "sane_lists",
            footnotes, TableExtension(use_align_attribute=True), flavour,
        ]
    )  # fmt: skip
    try:
        html = renderer.convert(source)
    except RecursionError as error:
        raise limits.too_deep() from error
    return html, [*flavour.findings, *tags.findings]


def _finished(body: list[Token], report: Reporting, found: list[Finding]) -> Rendered:
    title, body = headings.without_title(body)
    taken = links.settle_names(body)
    listed = headings.name_headings(body, taken)
    names = frozenset(taken | {slug(title)} - {""})
    lead = _lead(body)
    words = len(tokens.plain(body).split())
    headings.report_order(listed, report)
    body = headings.with_contents(body, listed, report.language)
    body = folds.finished(links.named(body, report))
    links.finished(body, names, report)
    links.prefix_names(body)
    body = items.with_boxes(body, report.language)
    body = tables.finished(Figures(body, report).finished(), report.language)
    return Rendered(
        html=sanitised(tokens.joined(body)).strip() + "\n",
        title=title,
        headings=tuple(listed),
        anchors=names,
        lead=lead,
        words=words,
        images=sum(one.name == "img" for one in body),
        tables=sum(one.name == "table" and one.starts for one in body),
        findings=tuple(sorted({*found, *report.findings})),
    )


def _lead(body: list[Token]) -> str:
    """The first paragraph that is not inside something, nor only there to announce a list."""
    depth = 0
    for place, one in enumerate(body):
        if depth == 0 and one.starts and one.name == "p":
            end = next(n for n in range(place, len(body)) if body[n].ends and body[n].name == "p")
            words = tokens.plain(body[place:end])
            if words and words != headings.CONTENTS and not words.endswith(":"):
                return words
        if one.name and one.name not in tokens.VOID:
            depth += -1 if one.ends else 1
    return ""


class _FlavourPreprocessor(Preprocessor):
    def __init__(self, md: markdown.Markdown, extension: _FlavourExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, lines: list[str]) -> list[str]:
        given = self.extension
        flavour = Flavour(
            given.language, given.path, given.first_line, self.md.htmlStash.store,
            given.tags.rewrite, given.tags.formulas.keep,
        )  # fmt: skip
        out = flavour.run(lines)
        given.findings += flavour.findings
        return [*out, "", ""]  # the renderer counts on blank lines at the end


class _FlavourExtension(Extension):
    def __init__(self, language: str, path: str, first_line: int, tags: Tags) -> None:
        super().__init__()
        self.language, self.path, self.first_line, self.tags = language, path, first_line, tags
        self.findings: list[Finding] = []

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 (the library's name)
        # After the library's own tidying of blanks (30), before it looks for HTML (20).
        md.ESCAPED_CHARS.append("$")
        md.preprocessors.register(_FlavourPreprocessor(md, self), "campus_flavour", 27)
