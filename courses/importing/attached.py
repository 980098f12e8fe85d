"""The files of a course that are no lessons, and what media.yaml says of them."""

from __future__ import annotations

from campus.markdown import Finding
from campus.markdown.findings import finding
from courses.files.mediatypes import UNKNOWN, media_type
from courses.textform import names

from .files import Files
from .findings import WORDING
from .frontmatter import decoded, lines_of, mapping
from .heads import Head
from .shapes import ImportedMedia

KEYS = {"alt", "decorative", "credit", "licence", "file"}


def read_media(files: Files) -> tuple[tuple[ImportedMedia, ...], list[Finding]]:
    """All files but texts and those with a meaning; a text that media.yaml names is one of them."""
    listed, findings = _listed(files)
    taken = {lies_at for lies_at, _head in listed.values()}
    left = [path for path in files.read if path not in taken and not _has_a_meaning(path)]
    media = [
        *(_media(files, path, *said) for path, said in listed.items()),
        *(_media(files, path, path, Head({}, path) if listed else None) for path in left),
    ]
    unknown = [one.path for one in media if one.media_type == UNKNOWN]
    findings += [finding(WORDING, "unknown_media_type", path=path) for path in unknown]
    return tuple(sorted(media, key=lambda one: one.path)), findings


def _has_a_meaning(path: str) -> bool:
    return names.is_text(path) or path in names.MEANINGS


def _listed(files: Files) -> tuple[dict[str, tuple[str, Head]], list[Finding]]:
    """By path: where the file lies, and what is said of it."""
    if names.MEDIA not in files.read:
        return {}, []
    text = decoded(files.read[names.MEDIA](), path=names.MEDIA)
    head = Head(mapping(text, path=names.MEDIA), names.MEDIA, lines=lines_of(text))
    listed = {}
    for path in head.keys:
        said = head.part(path)
        said.report_unknown(KEYS)
        lies_at = said.text("file", most=300) or path
        if lies_at in files.read:
            listed[path] = (lies_at, said)
        else:
            head.report("file_missing", line=head.lines.get(path, 1), file=lies_at)
    return listed, head.findings


def _media(files: Files, path: str, lies_at: str, said: Head | None) -> ImportedMedia:
    return ImportedMedia(path, media_type(path), files.on_disk[lies_at], _facts(said), lies_at)


def _facts(said: Head | None) -> dict[str, object] | None:
    if said is None:
        return None
    alt, is_decorative = said.text("alt", most=500), said.flag("decorative")
    if alt and is_decorative:
        said.report("decorative_with_text", line=said.lines.get("alt", 1))
    return {
        "alt": alt if not is_decorative else "",
        "is_decorative": is_decorative,
        "credit": said.text("credit", most=300),
        "licence": said.text("licence", most=100),
    }
