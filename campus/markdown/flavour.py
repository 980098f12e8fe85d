"""Rewrites the Markdown that authors write (CommonMark, `:::` blocks) into what our renderer reads.

The renderer wants four spaces a level, blank lines before lists, and admonitions by indentation.
Guides written for other site generators have none of that, and read wrongly without it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from campus.markdown import containers, fences, items
from campus.markdown.headings import CONTENTS
from campus.markdown.items import Item
from campus.markdown.placing import Frame, Placing

_STARTS_BLOCK = re.compile(r"#{1,6}[ ]|(?:[-*_][ ]*){3,}$|\[\[?toc\]\]?$", re.I)
_NOT_A_HEADING = re.compile(r"#{1,6}(?=[^\s#])")
_TABLE_RULE = re.compile(r"[ ]*\|?[ ]*:?-+:?[ ]*(?:\|[ ]*:?-+:?[ ]*)*\|?[ ]*$")
_CONTENTS = re.compile(r"\[\[?toc\]\]?$", re.I)
_HTML_WITH_MARKDOWN = re.compile(r"<(details|div|section|aside)\b(?![^>]*\smarkdown\b)", re.I)
_VERBATIM = re.compile(r"<(pre|script|style|textarea)\b|<!--", re.I)
_LONGEST_FORMULA = 60
_QUOTED = re.compile(r"^[ ]*>[ ]?")


@dataclass
class Flavour(Placing):
    """One pass over the lines of one text; `stash` keeps raw HTML and returns its placeholder."""

    def run(self, lines: list[str]) -> list[str]:
        self.lines = lines
        while self.at < len(self.lines):
            self.read_line(self.lines[self.at].expandtabs(4).rstrip())
            self.at += 1
        for frame in self.frames:
            self.report_unclosed(frame)
        return self.out

    def read_line(self, line: str) -> None:
        """`line` has neither tabs nor blanks at its end."""
        text = line.lstrip(" ")
        indent = len(line) - len(text)
        if not text:
            self.blank()
        elif self.is_code(indent):
            self.code_line(line, indent)
        elif mark := containers.marker(text):
            self.open_container(mark, indent) if mark.opens else self.close(mark)
        elif fence := fences.opening(text):
            self.fenced(fence, indent)
        elif text.startswith("$$") and (last := self.formula_end()):
            self.formula(indent, last)
        elif text.startswith(">"):
            self.quotation(indent)
        elif (verbatim := _VERBATIM.match(text)) and (last := self.verbatim_end(verbatim)):
            self.verbatim(line, last)
        elif (item := items.item(text)) and self.may_start(item, indent):
            self.list_item(item, indent)
        else:
            self.text(text, indent)

    def is_code(self, indent: int) -> bool:
        """Indented by four beyond what holds it, and not going on with a paragraph."""
        holder = next((f for f in reversed(self.frames) if f.offset <= indent), None)
        return not self.in_paragraph and indent - (holder.offset if holder else 0) >= 4

    def may_start(self, item: Item, indent: int) -> bool:
        goes_on = any(not f.marker and f.ordered == item.ordered for f in self.frames)
        interrupts = item.may_interrupt and (indent < 4 or self.in_item)
        return not self.in_paragraph or goes_on or interrupts

    def code_line(self, line: str, indent: int) -> None:
        self.leave(indent)
        if self.after_container:
            # Else the renderer takes code after an admonition for the admonition's own text.
            self.alone(self.stash("<!-- -->"))
        self.emit(line[self.offset :])

    def text(self, text: str, indent: int) -> None:
        starts = bool(_STARTS_BLOCK.match(text))
        if starts or not self.in_paragraph:
            self.leave(indent)
        if _CONTENTS.match(text):
            return self.alone(CONTENTS)
        opens_table = self.opens_table()
        if (self.in_paragraph and opens_table) or (self.in_table and "|" not in text):
            self.blank()
        text = _NOT_A_HEADING.sub(lambda found: "\\" + found[0], text)
        if not self.frames:
            text = _HTML_WITH_MARKDOWN.sub(r'<\1 markdown="1"', text)
        text = self.rewrite_tags(self.joined(text), self.number)
        extra = 0 if self.frames else min(indent, 3) if starts else indent
        self.emit(self.with_break(text), extra=extra)
        self.in_paragraph = not text.startswith("#")
        self.in_table = opens_table or self.in_table

    def list_item(self, item: Item, indent: int) -> None:
        previous = self.leave(indent)
        goes_on = previous is not None and previous.ordered == item.ordered
        is_nested = self.in_item and previous is None
        fence = fences.opening(item.text)
        text = "" if fence else self.rewrite_tags(items.ticked(item.text), self.number)
        if not text or not (goes_on or is_nested) or self.has_blank_since(previous):
            self.blank()
        self.emit(f"{item.mark} {self.with_break(text)}")
        offset = indent + item.width
        self.frames.append(
            Frame(offset, self.number, ordered=item.ordered, written_at=len(self.out))
        )
        self.in_paragraph = bool(text)
        if not text:
            self.out.append("")
        if fence:
            self.fenced(fence, offset)

    def open_container(self, mark: containers.Marker, indent: int) -> None:
        self.leave(indent)
        if containers.known_kind(mark.kind) is None:
            self.report("unknown_container", kind=mark.kind)
        kind, title = containers.heading(mark, language=self.language)
        self.blank()
        self.emit(f'!!! {kind} "{self.rewrite_tags(title, self.number)}"')
        self.frames.append(Frame(min(indent, self.offset + 3), self.number, marker=mark))
        self.in_paragraph = False

    def fenced(self, fence: fences.Fence, indent: int) -> None:
        self.leave(indent)
        opened, body = self.number, []
        while self.at + 1 < len(self.lines):
            self.at += 1
            line = self.lines[self.at]
            if fence.closed_by(line):
                break
            body.append(line[min(indent, len(line) - len(line.lstrip(" "))) :])
        else:
            self.report("unclosed_fence", line=opened, fence=fence.mark)
        self.alone(self.stash(fences.as_html("\n".join(body), fence.language)))

    def formula_end(self) -> int | None:
        """The line after a formula that stands alone from here on; None if it is none."""
        for last in range(self.at, min(self.at + _LONGEST_FORMULA, len(self.lines))):
            text = self.lines[last].strip()
            is_whole = last > self.at or len(text) > 2
            if not text or "$$" in text[2 if last == self.at else 0 : -2]:
                return None
            if is_whole and text.endswith("$$"):
                return last + 1
        return None

    def formula(self, indent: int, last: int) -> None:
        self.leave(indent)
        latex = "\n".join(line.strip() for line in self.lines[self.at : last])
        self.alone(self.keep_formula(latex[2:-2], self.number, is_display=True))
        self.at = last - 1

    def quotation(self, indent: int) -> None:
        """The lines that begin with `>`, rewritten as a text of their own."""
        self.leave(indent)
        begun = self.at
        while self.at + 1 < len(self.lines) and self.lines[self.at + 1].lstrip().startswith(">"):
            self.at += 1
        inner = replace(
            self, first_line=self.first_line + begun,
            at=0, lines=[], out=[], frames=[], in_paragraph=False, after_container=False,
        )  # fmt: skip
        self.blank()
        for line in inner.run([_QUOTED.sub("", one) for one in self.lines[begun : self.at + 1]]):
            self.emit(f"> {line}".rstrip())
        self.in_paragraph = inner.in_paragraph

    def verbatim_end(self, found: re.Match[str]) -> int | None:
        """Where HTML ends whose lines are not Markdown; None if it never does: it is text then."""
        end = f"</{found[1].lower()}>" if found[1] else "-->"
        following = range(self.at, len(self.lines))
        return next((n + 1 for n in following if end in self.lines[n].lower()), None)

    def verbatim(self, line: str, last: int) -> None:
        self.emit(self.rewrite_tags(line.lstrip() if self.frames else line, self.number))
        self.out += self.lines[self.at + 1 : last]
        self.at = last - 1
        self.in_paragraph = False

    def opens_table(self) -> bool:
        following = self.lines[self.at + 1] if self.at + 1 < len(self.lines) else ""
        has_cells = "|" in self.lines[self.at] and "|" in following and "-" in following
        return has_cells and bool(_TABLE_RULE.match(following))

    def joined(self, text: str) -> str:
        """`text` with the lines below it that end a tag begun here, such as a long <Button>."""
        whole, last = text, self.at
        while items.TAG_LEFT_OPEN.search(whole):
            last += 1
            if last >= min(self.at + 10, len(self.lines)) or not self.lines[last].strip():
                return text
            whole += " " + self.lines[last].strip()
        self.at = last
        return whole
