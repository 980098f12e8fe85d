"""Where a line stands while a text is rewritten: in which items and blocks, how far indented."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from campus.markdown.containers import Marker
from campus.markdown.findings import WORDING, Finding, finding


@dataclass
class Frame:
    """Something that holds the lines below it: a list item, or an open `:::` block."""

    offset: int
    line: int
    marker: Marker | None = None
    ordered: bool = False
    written_at: int = 0
    """How many lines were written when an item's text began."""


@dataclass
class Placing:
    """Lines read so far, frames still open, lines written; four spaces for each frame."""

    language: str
    path: str
    first_line: int
    stash: Callable[[str], str]
    rewrite_tags: Callable[[str, int], str]
    keep_formula: Callable[..., str]
    lines: list[str] = field(default_factory=list)
    out: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    at: int = 0
    in_paragraph: bool = False
    in_table: bool = False
    after_container: bool = False

    @property
    def number(self) -> int:
        return self.first_line + self.at

    @property
    def offset(self) -> int:
        """Columns that belong to what holds the line, not to the line."""
        return self.frames[-1].offset if self.frames else 0

    @property
    def in_item(self) -> bool:
        return bool(self.frames) and self.frames[-1].marker is None

    def has_blank_since(self, item: Frame | None) -> bool:
        return item is not None and "" in self.out[item.written_at :]

    def with_break(self, text: str) -> str:
        """`text` with two blanks if its author ended the line for good, by them or a backslash."""
        line = self.lines[self.at] if self.at < len(self.lines) else ""
        if line.endswith("\\") and not line.endswith("\\\\"):
            return text.removesuffix("\\") + "  "
        return text + "  " if line.endswith("  ") and text else text

    def blank(self) -> None:
        self.in_paragraph = self.in_table = False
        if self.out and self.out[-1]:
            self.out.append("")

    def emit(self, text: str, *, extra: int = 0) -> None:
        self.out.append(" " * (4 * len(self.frames) + extra) + text)
        self.after_container = False

    def alone(self, text: str) -> None:
        self.blank()
        self.emit(text)
        self.blank()

    def leave(self, indent: int) -> Frame | None:
        """End the list items that a block at `indent` is no part of; returns the last one."""
        left = None
        while self.in_item and self.offset > indent:
            left = self.frames.pop()
        return left

    def close(self, mark: Marker) -> None:
        """End the block that a closing marker means, and report those left open inside it."""
        position = self._closed_by(mark)
        if position is None:
            return self.report("stray_container_end")
        for frame in self.frames[position + 1 :]:
            self.report_unclosed(frame)
        del self.frames[position:]
        self.blank()
        self.after_container = True

    def _closed_by(self, mark: Marker) -> int | None:
        """The innermost open block of as many colons, else of fewer."""
        opened = [(f.marker.colons, n) for n, f in enumerate(self.frames) if f.marker]
        same = [n for colons, n in opened if colons == mark.colons]
        shorter = [n for colons, n in opened if colons < mark.colons]
        return same[-1] if same else shorter[-1] if shorter else None

    def report(self, code: str, *, line: int | None = None, **values: object) -> None:
        where = self.number if line is None else line
        self.findings.append(finding(WORDING, code, path=self.path, line=where, **values))

    def report_unclosed(self, frame: Frame) -> None:
        if frame.marker:
            self.report("unclosed_container", line=frame.line, kind=frame.marker.kind)
