"""The hostile documents: a line each, or several between `<<<` and `>>>`; `## ` begins a remark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

from campus.markdown import Reference, Rendered, Target, render
from campus.markdown.allowing import SHOWN_ATTRIBUTES, SHOWN_TAGS
from campus.markdown.links import PREFIX
from campus.markdown.videos import EMBEDDED

VIDEO_HOSTS = ("peertube.evil.example",)
FOLDER = Path(__file__).parent
_CHARACTER = re.compile(r"\\x\{([0-9a-f]+)\}")
_SAFE_ADDRESS = re.compile(r"https?:|mailto:|tel:|/(?![/\\])|#", re.I)
_OF_THE_CAMPUS = re.compile(r"/(?![/\\])")


class Document(NamedTuple):
    name: str
    source: str


def corpus() -> list[Document]:
    return [one for path in sorted(FOLDER.glob("*.txt")) for one in _documents(path)]


def _documents(path: Path) -> Iterator[Document]:
    several: list[str] | None = None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line == "<<<":
            several = []
        elif line == ">>>" and several is not None:
            yield Document(f"{path.stem}:{number}", _read("\n".join(several)))
            several = None
        elif several is not None:
            several.append(line)
        elif line and not _is_remark(path, line):
            yield Document(f"{path.stem}:{number}", _read(line))


def _is_remark(path: Path, line: str) -> bool:
    return line.startswith("## ") and not re.search(r"canary|\{:|\\x|<", line)


def _read(text: str) -> str:
    return _CHARACTER.sub(lambda found: chr(int(found[1], 16)), text)


def anywhere(reference: Reference) -> Target | None:
    """Whatever a document names exists, so that nothing is harmless for being missing."""
    return Target("/lessons/1", lesson="1", alt="x", credit="<b onclick=canary()>x")


def shown(source: str) -> Rendered:
    return render(source, language="fr", resolve=anywhere, video_hosts=VIDEO_HOSTS)


class Inspector(HTMLParser):
    """Lists everything in a page that could act or reach outside of the lesson."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in SHOWN_TAGS:
            self.wrong.append(tag)
        allowed = SHOWN_ATTRIBUTES["*"] | SHOWN_ATTRIBUTES.get(tag, set())
        for name, value in attrs:
            text = value or ""
            if name not in allowed or name == "name":
                self.wrong.append(f"{tag} {name}")
            if name == "id" and not text.startswith(PREFIX):
                self.wrong.append(f"id {text}")
            # Another site may be linked to, never fetched from.
            if name == "href" and not (_SAFE_ADDRESS.match(text) or text.startswith("//")):
                self.wrong.append(f"href {text}")
            if name == "data-embed" and not EMBEDDED.fullmatch(text):
                self.wrong.append(f"embed {text}")
            if name == "src" and not _OF_THE_CAMPUS.match(text):
                self.wrong.append(f"src {text}")


def wrong_in(html: str) -> list[str]:
    inspector = Inspector()
    inspector.feed(html)
    inspector.close()
    return inspector.wrong
