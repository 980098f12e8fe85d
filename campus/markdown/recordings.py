"""Recordings in a rendered text: films and sounds of the course, their captions, transcripts."""

from __future__ import annotations

from pathlib import PurePosixPath

from campus.markdown import tokens
from campus.markdown.references import Reference, Target
from campus.markdown.reporting import Reporting
from campus.markdown.tokens import Token

_FILMS = {".m4v", ".mov", ".mp4", ".ogv", ".webm"}
_SOUNDS = {".aac", ".flac", ".m4a", ".mp3", ".oga", ".ogg", ".opus", ".wav"}
_CAPTIONS = {"fr": "Sous-titres", "en": "Captions"}
_SPOKEN = {"fr": "Français", "en": "English"}


def kind_of(reference: Reference) -> str:
    """`video` or `audio` for the address of a recording, else nothing."""
    ending = PurePosixPath(reference.path).suffix.lower()
    return "video" if ending in _FILMS else "audio" if ending in _SOUNDS else ""


def player(name: str, target: Target, words: str, captions: list[Token]) -> list[Token]:
    """The element that plays `target`, called `words`."""
    start = tokens.start(name, controls="", preload="metadata", src=target.href)
    if words:
        start.attributes["aria-label"] = words
    return [start, *captions, tokens.end(name)]


def captions(reference: Reference, report: Reporting) -> list[Token]:
    """Tracks for the files beside a film that hold its captions: `film.fr.vtt`, `film.vtt`."""
    found: list[Token] = []
    languages = dict.fromkeys((report.language[:2].lower(), *_SPOKEN))
    for language, path in [
        *((one, _beside(reference, f".{one}.vtt")) for one in languages),
        (report.language[:2].lower(), _beside(reference, ".vtt")),
    ]:
        target = report.resolve(Reference(path, "media"))
        if target and not any(one.attributes["srclang"] == language for one in found):
            found.append(track(target.href, language, report.language, is_first=not found))
    return found


def track(href: str, language: str, shown_in: str, *, is_first: bool) -> Token:
    """Captions in `language`; the first ones are shown without being asked for."""
    word = _CAPTIONS.get(shown_in[:2].lower(), _CAPTIONS["en"])
    label = f"{word} ({_SPOKEN.get(language, language)})"
    one = tokens.start("track", kind="captions", src=href, srclang=language, label=label)
    if is_first:
        one.attributes["default"] = ""
    return one


def _beside(reference: Reference, ending: str) -> str:
    return str(PurePosixPath(reference.path).with_suffix(ending))


def report_silence(name: str, reference: Reference, line: int, report: Reporting) -> None:
    """Report a recording that says nothing to those who cannot hear it."""
    if name == "audio":
        return report("untranscribed_audio", line, address=reference.address)
    name = PurePosixPath(reference.path).stem or "film"
    wanted = f"{name}.{report.language[:2].lower()}.vtt"
    report("uncaptioned_video", line, address=reference.address, captions=wanted)
