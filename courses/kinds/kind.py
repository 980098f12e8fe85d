"""What the rest of the code asks a lesson kind: what it needs, what completes it, what it shows."""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from campus.errors import Fault
from campus.markdown import Finding
from courses.files.mediatypes import PLAYED

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Material:
    """What a lesson has beside its text, as far as its kind may show it.

    `captions` are languages with the addresses of WebVTT files, `missing_captions` paths where
    there is none; `transcript` is HTML.
    """

    language: str
    address: str = ""
    file: str = ""
    file_href: str = ""
    file_type: str = ""
    file_size: int = 0
    questions: int = 0
    captions: tuple[tuple[str, str], ...] = ()
    missing_captions: tuple[str, ...] = ()
    transcript: str = ""

    def say(self, *, fr: str, en: str) -> str:
        """A text of the lesson itself, which is in the course's language, not the reader's."""
        return fr if self.language.startswith("fr") else en


Element = Callable[[Material], str]
Lacks = Callable[[Material], Fault | None]
Warns = Callable[[Material], list[Finding]]


def _nothing(material: Material) -> str:
    return ""


def _lacks_nothing(material: Material) -> Fault | None:
    return None


def _warns_of_nothing(material: Material) -> list[Finding]:
    return []


@dataclass(frozen=True)
class Kind:
    """A kind of lesson.

    `label` is what people call it, `icon` a drawing of `icons.svg`; `fields` are what its author
    fills in beside title and text, `accepts` what files her browser offers for it. A kind that
    `is_text` is nothing without its text; one that `is_heard` has captions and a transcript.

    `move_on` is cmi5's word for what completes it; `keys` are the front matter keys that it
    alone knows; `element` is the HTML below its text; `lacks` says what publishing would miss,
    `warns` what its author should know and may publish all the same.
    """

    name: str
    label: StrOrPromise
    icon: str = "article"
    fields: tuple[str, ...] = ()
    accepts: str = ""
    is_text: bool = False
    is_heard: bool = False
    move_on: str = "Completed"
    keys: frozenset[str] = field(default_factory=frozenset)
    element: Element = _nothing
    lacks: Lacks = _lacks_nothing
    warns: Warns = _warns_of_nothing


def button(href: str, words: str, *, download: str = "") -> str:
    saved = f' download="{html.escape(download)}"' if download else ""
    rel = "" if download else ' rel="noopener noreferrer"'
    return (
        f'<p><a class="button" href="{html.escape(href)}"{saved}{rel}>{html.escape(words)}</a></p>'
    )


def needs_file(material: Material) -> Fault | None:
    if material.file_href:
        return None
    if material.file:
        missing = _("The file {file} does not exist: add it or correct its name.")
        detail = missing.format(file=material.file)
    else:
        detail = _("This lesson needs a file: give its path.")
    return Fault("file", "file_missing", detail)


def needs_played(material: Material) -> Fault | None:
    if not material.file_type or material.file_type in PLAYED:
        return None
    detail = _("The file {file} is neither a film nor a sound that browsers play: use MP4 or WebM.")
    return Fault("file", "file_not_played", detail.format(file=material.file))


def needs_address(material: Material) -> Fault | None:
    if material.address.startswith(("https://", "http://")):
        return None
    detail = _("This lesson needs an address that begins with https://.")
    return Fault("address", "address_missing", detail)
