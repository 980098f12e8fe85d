"""Pictures and recordings in a rendered text, with the caption that stands below them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from campus.markdown import images, recordings, tokens
from campus.markdown.images import Shown
from campus.markdown.references import Reference
from campus.markdown.reporting import Reporting
from campus.markdown.tokens import Token
from campus.markdown.videos import Video, element, video_at

_SHOWN = {"img", "audio", "video"}


class Elsewhere(NamedTuple):
    video: Video
    address: str
    caption: str


@dataclass
class Figures:
    """One pass over the tokens of a text."""

    body: Sequence[Token]
    report: Reporting

    def finished(self) -> list[Token]:
        """The body with each `img`, `audio` and `video` as it is shown."""
        out: list[Token] = []
        place = 0
        while place < len(self.body):
            one = self.body[place]
            if one.name == "p" and (video := self._video_alone(place)):
                place, found = video
                out += self._elsewhere(found, place)
            elif one.name == "p" and (last := self._end_of_paragraph_around(place)):
                out += self._alone(place + 1, last)
                place = last
            elif one.name in _SHOWN and one.starts:
                out += self._shown(place).tokens
            else:
                out.append(one)
            place += 1
        return out

    def _end_of_paragraph_around(self, place: int, name: str = "img") -> int | None:
        """Where the paragraph at `place` ends if it holds one image, or one link, and no more."""
        names = [one.name for one in self.body[place : place + 2]]
        if names != ["p", name] or name not in {"img", "a"} or self.body[place].ends:
            return None
        end = place + 1 if name == "img" else self._end(place + 1)
        last = next(n for n in range(end + 1, len(self.body)) if not self._is_blank(n))
        return last if self.body[last].name == "p" else None

    def _video_alone(self, place: int) -> tuple[int, Elsewhere] | None:
        """Where the paragraph at `place` ends that is a video, by its address or as an image."""
        following = self.body[place + 1] if place + 1 < len(self.body) else self.body[place]
        last = self._end_of_paragraph_around(place, following.name)
        if last is None:
            return None
        if following.name == "a":
            address, caption = following.attributes.get("href", ""), ""
            if tokens.plain(self.body[place + 1 : last]) != address:
                return None
        else:
            given = following.attributes
            address, caption = given.get("src", ""), given.get("title") or given.get("alt", "")
        video = video_at(address, self.report.video_hosts)
        return (last, Elsewhere(video, address, caption.strip())) if video else None

    def _elsewhere(self, found: Elsewhere, last: int) -> list[Token]:
        if not self._is_told(last + 1):
            line = self.report.places.line(found.address)
            self.report("video_elsewhere_untold", line, place=found.video.place)
        return element(found.video, self.report.language, caption=found.caption)

    def _is_blank(self, place: int) -> bool:
        return not self.body[place].name and not self.body[place].text.strip()

    def _alone(self, place: int, last: int) -> list[Token]:
        shown = self._shown(place, is_told=self._is_told(last + 1))
        if not shown.caption and not shown.is_recording:
            return [self.body[place - 1], *shown.tokens, self.body[last]]
        caption = [tokens.start("figcaption"), tokens.text(shown.caption), tokens.end("figcaption")]
        below = caption if shown.caption else []
        return [tokens.start("figure"), *shown.tokens, *below, tokens.end("figure")]

    def _shown(self, place: int, *, is_told: bool | None = None) -> Shown:
        one = self.body[place]
        reference = Reference(one.attributes.get("src", ""), "media")
        kind = recordings.kind_of(reference) if one.name == "img" else one.name
        if kind not in {"audio", "video"}:
            return images.shown(one, self.report)
        is_ours = one.name == "img"
        if is_told is None:
            is_told = self._is_told(self._end(place) + 1)
        return _recording(one, kind, reference, self.report, is_told=is_told, is_closed=is_ours)

    def _end(self, place: int) -> int:
        name = self.body[place].name
        ends = (n for n in range(place, len(self.body)) if self.body[n].name == name)
        return next((n for n in ends if self.body[n].ends), place)

    def _is_told(self, place: int) -> bool:
        """Whether what comes next is folded text, as a transcript is."""
        following = range(place, len(self.body))
        found = next((n for n in following if not self._is_blank(n)), None)
        return found is not None and self.body[found].name == "details"


def _recording(
    one: Token,
    kind: str,
    reference: Reference,
    report: Reporting,
    *,
    is_told: bool,
    is_closed: bool,
) -> Shown:
    """The player; `is_closed` says whether its end is ours to write too."""
    words = (one.attributes.get("alt") or one.attributes.get("title") or "").strip()
    line = report.places.line(reference.address)
    if reference.is_external:
        report("external_media", line, address=reference.address)
        return Shown(images.link_instead(words, reference))
    target = report.resolve(reference)
    if target is None:
        report("missing_media", line, address=reference.address)
        return Shown(images.missing(words, reference))
    can_have = kind == "video" and recordings.kind_of(reference)
    tracks = recordings.captions(reference, report) if can_have else []
    if not tracks and not is_told:
        recordings.report_silence(kind, reference, line, report)
    player = recordings.player(kind, target, words, tracks)
    return Shown(player if is_closed else player[:-1], words, is_recording=True)
