"""Owns the words of a certificate, in the language it is issued in, ready to be frozen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workers.certificates.pages import looks
from workers.certificates.pages.typesetting import Face
from workers.certificates.rules.spacing import folded

LONGEST_SUMMARY: Final = 330
MOST_NAMES: Final = 12
MOST_LEVELS: Final = 4
_ZONE: Final = ZoneInfo("Europe/Paris")


@dataclass(frozen=True, slots=True)
class Told:
    """What differs from one kind of certificate to another, in words."""

    title: str
    awarded_to: str
    because: str
    subject: str
    summary: str
    facts: tuple[tuple[str, str], ...]
    how_earned: str
    role: str = ""
    people: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a version of an achievement brings to the page; texts are by language."""

    look: looks.Look | None = None
    skills: Sequence[Mapping[str, Any]] = ()
    signatories: Sequence[Mapping[str, Any]] = ()
    source_language: str = "fr"


def face(
    told: Told,
    *,
    name: str,
    issuer: str,
    issued_at: datetime,
    language: str,
    verify_address: str,
    shown: Shown = Shown(),
    valid_until: datetime | None = None,
) -> Face:
    until = ((_("Valid until"), day(valid_until)),) if valid_until else ()
    return Face(
        language=language,
        issuer=issuer,
        title=told.title,
        awarded_to=told.awarded_to,
        name=name,
        role=told.role,
        because=told.because,
        subject=told.subject,
        summary=shortened(told.summary, LONGEST_SUMMARY),
        people_label=_("The team:") if told.people else "",
        people=told.people,
        facts=(*told.facts, (_("Issued on"), day(issued_at)), *until),
        small_print=" ".join((told.how_earned, _no_diploma(), _attached())),
        verify_label=_("Check this certificate"),
        verify_address=verify_address,
        qr_alt=_("QR code to the verification page: {address}").format(address=verify_address),
        attachment=_("Proof that machines can check (Open Badges 3.0)"),
        demonstration=_("DEMONSTRATION · NO VALUE") if settings.IS_DEVELOPMENT else "",
        name_missing=_("(name in the attached proof)"),
        look=shown.look or looks.look(),
        logo_alt=_("Logo: {issuer}").format(issuer=issuer),
        skills_label=_("Skills:") if shown.skills else "",
        skills=tuple(_skill(one, language, shown.source_language) for one in shown.skills),
        signatories=tuple(
            _signatory(one, language, shown.source_language) for one in shown.signatories
        ),
        valid_until=day(valid_until) if valid_until else "",
    )


def _skill(skill: Mapping[str, Any], language: str, source: str) -> looks.Shown:
    level = int(skill["level"])
    return {
        "title": said(skill["title"], language, source),
        "level": _("level {level} of {most}").format(level=level, most=MOST_LEVELS),
        "steps": level,
    }


def _signatory(signatory: Mapping[str, Any], language: str, source: str) -> looks.Shown:
    name = signatory["name"]
    return {
        "name": name,
        "role": said(signatory.get("role") or {}, language, source),
        "signature": signatory.get("signature", ""),
        "alt": _("Signature of {name}").format(name=name),
    }


def said(texts: Mapping[str, str], language: str, source: str) -> str:
    """In the language, else in the one it was written in, else in any it was said in."""
    asked = (texts.get(language), texts.get(source), *texts.values())
    return next((text for text in asked if text), "")


def _no_diploma() -> str:
    return _("This certificate is neither a diploma nor a professional certification.")


def _attached() -> str:
    return _(
        "Its proof for machines (Open Badges 3.0, Ed25519 signature) is attached to this PDF: "
        "credential.json."
    )


def document_name(title: str) -> str:
    """The credential's own name; one made in development says so."""
    if settings.IS_DEVELOPMENT:
        return _("Demonstration, without value: {title}").format(title=title)
    return title


def day(moment: datetime) -> str:
    return formats.date_format(moment.astimezone(_ZONE), "j F Y")


def duration(minutes: int) -> str:
    """As people say it; a stated length, not a measured one."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("{minutes} min").format(minutes=rest)
    if not rest:
        return _("{hours} h").format(hours=hours)
    return _("{hours} h {minutes:02d}").format(hours=hours, minutes=rest)


def content(kinds: Sequence[str]) -> str:
    """How many lessons and quizzes a release holds, from the kind of each."""
    quizzes = sum(kind == "quiz" for kind in kinds)
    lessons = len(kinds) - quizzes
    parts = []
    if lessons:
        parts.append(ngettext("{n} lesson", "{n} lessons", lessons).format(n=lessons))
    if quizzes:
        parts.append(ngettext("{n} quiz", "{n} quizzes", quizzes).format(n=quizzes))
    return ", ".join(parts)


def steps(count: int) -> str:
    return ngettext("{n} step", "{n} steps", count).format(n=count)


def how_earned(trusts: Iterable[str]) -> str:
    """One sentence that says how far the evidence can be trusted, by kind."""
    trusts = set(trusts)
    said = {
        "declared": _("lessons declared done by the learner"),
        "observed": _("activities observed by the campus"),
        "graded": _("quizzes graded by the campus"),
        "attested": _("attendance or outcome attested by a named person"),
    }
    parts = [words for trust, words in said.items() if trust in trusts]
    return _("Earned on: {parts}.").format(parts=_("; ").join(parts))


def names(shown: Sequence[str], others: int) -> str:
    """Those who agreed to be named, and how many more there are."""
    listed = ", ".join(shown[:MOST_NAMES])
    others += max(0, len(shown) - MOST_NAMES)
    if not others:
        return listed
    if not listed:
        return ngettext("{n} person", "{n} people", others).format(n=others)
    more = ngettext("{n} other person", "{n} other people", others).format(n=others)
    return _("{names} and {more}").format(names=listed, more=more)


def shortened(text: str, longest: int) -> str:
    """At most so many letters, cut between words."""
    text = folded(text)
    if len(text) <= longest:
        return text
    return text[: longest - 1].rsplit(" ", 1)[0].rstrip(",;:. ") + "…"
