"""A lesson that is watched: a film or a sound of ours, or an address where it is shown."""

import html
import re
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campus.errors import Fault
from campus.markdown import Finding, recordings, tokens, videos
from campus.markdown.findings import Wording, finding
from campus.markdown.links import PREFIX

from . import file
from .kind import Kind, Material, button, needs_address, needs_file, needs_played

_NAMES = re.compile(rf"""(<[^<>]*\s(?:id="|href="\#){re.escape(PREFIX)})""")
_WORDING: Wording = {
    "no_captions": (
        "This video has no captions: whoever cannot hear it misses what is said.",
        "Cette vidéo n’a pas de sous-titres : qui ne l’entend pas manque ce qui est dit.",
    ),
    "no_transcript": (
        "This lesson has no transcript: write what is said and shown.",
        "Cette leçon n’a pas de transcription : écrivez ce qui est dit et montré.",
    ),
    "captions_unseen": (
        "Nobody here can see whether the video on {place} has captions: make sure of it, or write "
        "a transcript.",
        "Rien ne dit ici si la vidéo sur {place} a des sous-titres : vérifiez-le ou écrivez une "
        "transcription.",
    ),
    "missing_captions": (
        "The captions {file} do not exist: add the file or correct its name.",
        "Les sous-titres {file} n’existent pas : ajoutez le fichier ou corrigez son nom.",
    ),
    "video_only_linked": (
        "Videos of {place} cannot play in a lesson, so that readers follow a link: give the "
        "address of a video on YouTube, Dailymotion or a host of PeerTube that this campus knows.",
        "Les vidéos de {place} ne peuvent pas être lues dans une leçon, un lien y mène donc : "
        "donnez l’adresse d’une vidéo sur YouTube, Dailymotion ou un hôte PeerTube que ce campus "
        "connaît.",
    ),
}


def element(material: Material) -> str:
    """The player, or what asks before it plays elsewhere; then what is said in it."""
    shown = _of_ours(material) if material.file else _elsewhere(material)
    return shown + _transcript(material)


def _of_ours(material: Material) -> str:
    source = html.escape(material.file_href)
    name = "audio" if material.file_type.startswith("audio/") else "video"
    tracks = tokens.joined(
        recordings.track(href, language, material.language, is_first=not place)
        for place, (language, href) in enumerate(_in_its_own_language_first(material))
    )
    player = f'<{name} controls="" preload="metadata" src="{source}">{tracks}</{name}>'
    return f"<figure>{player}</figure>{file.element(material)}"


def _in_its_own_language_first(material: Material) -> list[tuple[str, str]]:
    return sorted(material.captions, key=lambda one: one[0][:2] != material.language[:2])


def _elsewhere(material: Material) -> str:
    video = videos.video_at(material.address, settings.VIDEO_HOSTS)
    if video:
        return tokens.joined(videos.element(video, material.language))
    words = material.say(
        fr=f"Voir la vidéo sur {_site(material)}", en=f"Watch the video on {_site(material)}"
    )
    return button(material.address, words)


def _transcript(material: Material) -> str:
    if not material.transcript:
        return ""
    title = material.say(fr="Transcription", en="Transcript")
    # It is a text of its own: its headings and notes must not meet the names of the lesson's.
    apart = _NAMES.sub(r"\1t-", material.transcript)
    return f"<details><summary>{title}</summary>{apart}</details>"


def lacks(material: Material) -> Fault | None:
    if material.file:
        return needs_file(material) or needs_played(material)
    if not material.address:
        detail = _("This lesson needs a film: choose or send a file, or give a video’s address.")
        return Fault("file", "film_missing", detail)
    return needs_address(material)


def warns(material: Material) -> list[Finding]:
    """What those who cannot hear it would miss, and what would only be a link."""
    found = [
        finding(_WORDING, "missing_captions", path="", file=file)
        for file in material.missing_captions
    ]
    found += _warnings_of_ours(material) if material.file else _warnings_elsewhere(material)
    return found


def _warnings_of_ours(material: Material) -> list[Finding]:
    codes = []
    if not material.captions and not material.file_type.startswith("audio/"):
        codes.append("no_captions")
    if not material.transcript:
        codes.append("no_transcript")
    return [finding(_WORDING, code, path="") for code in codes]


def _warnings_elsewhere(material: Material) -> list[Finding]:
    video = videos.video_at(material.address, settings.VIDEO_HOSTS)
    place = video.place if video else _site(material)
    codes = [] if video else ["video_only_linked"]
    if not material.transcript:
        codes.append("captions_unseen")
    return [finding(_WORDING, code, path="", place=place) for code in codes]


def _site(material: Material) -> str:
    return urlsplit(material.address).hostname or material.address


KIND = Kind(
    "video",
    gettext_lazy("video"),
    icon="video",
    fields=("address", "file"),
    accepts="video/*,audio/*",
    is_heard=True,
    keys=frozenset({"file", "address"}),
    element=element,
    lacks=lacks,
    warns=warns,
)
