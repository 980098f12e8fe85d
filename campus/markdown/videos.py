"""Videos that lie elsewhere: which addresses are known, and the element that asks before it plays.

The element holds no frame, only its address as data: nothing is asked of another host until a
reader says so (`video.js` makes the frame then). Without JavaScript it is a link.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, urlsplit

from campus.markdown import tokens
from campus.markdown.tokens import Token

YOUTUBE, DAILYMOTION = "www.youtube-nocookie.com", "geo.dailymotion.com"
CLASS = "video-elsewhere"
_OF_YOUTUBE = {"youtube.com", "www.youtube.com", "m.youtube.com", YOUTUBE}
_OF_DAILYMOTION = {"dailymotion.com", "www.dailymotion.com"}
_YOUTUBE_ID = re.compile(r"[A-Za-z0-9_-]{11}")
_YOUTUBE_PATH = re.compile(r"/(?:embed|shorts|live|v)/([^/]+)/?")
_DAILYMOTION_ID = re.compile(r"[A-Za-z0-9]{5,12}")
_DAILYMOTION_PATH = re.compile(r"/(?:embed/)?video/([A-Za-z0-9]+)(?:_[^/]*)?/?")
_PEERTUBE_PATH = re.compile(r"/(?:w|videos/watch|videos/embed)/([A-Za-z0-9-]{20,40})/?")
_SECONDS = re.compile(r"(?:(\d{1,2})h)?(?:(\d{1,3})m)?(?:(\d{1,5})s?)?")
# What the last look at a lesson lets through: the three addresses that are made below.
EMBEDDED = re.compile(
    r"https://(?:www\.youtube-nocookie\.com/embed/[A-Za-z0-9_-]{11}(?:\?start=\d{1,5})?"
    r"|geo\.dailymotion\.com/player\.html\?video=[A-Za-z0-9]{5,12}"
    r"|[a-z0-9.-]{4,253}(?::\d{2,5})?/videos/embed/[A-Za-z0-9-]{20,40}\?p2p=0(?:&start=\d{1,5}s)?)"
)


@dataclass(frozen=True)
class Video:
    """`page` is where people watch it, `frame` what a frame shows, `place` what they call it."""

    place: str
    page: str
    frame: str

    @property
    def host(self) -> str:
        """Who learns the reader's address when it plays here."""
        return urlsplit(self.frame).netloc


def video_at(address: str, hosts: Collection[str] = ()) -> Video | None:
    """The video that an address means; `hosts` are those of PeerTube that the operator lists."""
    try:
        parts = urlsplit(address.strip())
        host = parts.netloc.lower()
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"}:
        return None
    if host in _OF_YOUTUBE or host == "youtu.be":
        return _of_youtube(parts, host)
    if host in _OF_DAILYMOTION or host in {DAILYMOTION, "dai.ly"}:
        return _of_dailymotion(parts, host)
    return _of_peertube(parts, host) if host in hosts else None


def _of_youtube(parts: SplitResult, host: str) -> Video | None:
    found = _YOUTUBE_PATH.fullmatch(parts.path)
    if host == "youtu.be":
        name = parts.path.strip("/")
    else:
        name = found[1] if found else _asked(parts, "v")
    if not _YOUTUBE_ID.fullmatch(name):
        return None
    start = _start(parts)
    watched = f"https://www.youtube.com/watch?v={name}" + (f"&t={start}s" if start else "")
    frame = f"https://{YOUTUBE}/embed/{name}" + (f"?start={start}" if start else "")
    return Video("YouTube", watched, frame)


def _of_dailymotion(parts: SplitResult, host: str) -> Video | None:
    found = _DAILYMOTION_PATH.fullmatch(parts.path)
    if host == "dai.ly":
        name = parts.path.strip("/")
    else:
        name = found[1] if found else _asked(parts, "video")
    if not _DAILYMOTION_ID.fullmatch(name):
        return None
    frame = f"https://{DAILYMOTION}/player.html?video={name}"
    return Video("Dailymotion", f"https://www.dailymotion.com/video/{name}", frame)


def _of_peertube(parts: SplitResult, host: str) -> Video | None:
    found = _PEERTUBE_PATH.fullmatch(parts.path)
    if found is None:
        return None
    start = _start(parts)
    # Between peers, each viewer would learn the addresses of the others.
    frame = f"https://{host}/videos/embed/{found[1]}?p2p=0" + (f"&start={start}s" if start else "")
    watched = f"https://{host}/w/{found[1]}" + (f"?start={start}s" if start else "")
    return Video(host, watched, frame)


def _asked(parts: SplitResult, name: str) -> str:
    return parse_qs(parts.query).get(name, [""])[0]


def _start(parts: SplitResult) -> int:
    """Where to begin, in seconds: `t=90`, `t=1m30s`, `start=90`."""
    found = _SECONDS.fullmatch(_asked(parts, "t") or _asked(parts, "start"))
    hours, minutes, seconds = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    return min(3600 * hours + 60 * minutes + seconds, 99_999)


def element(video: Video, language: str, *, caption: str = "") -> list[Token]:
    """What stands for the video: who would learn the reader's address, and a link to it."""
    said = _Words(video, is_french=language.startswith("fr"))
    figure = tokens.start("figure", class_=CLASS)
    figure.attributes |= {
        "data-embed": video.frame, "data-place": video.place, "data-title": caption or said.title,
        "data-show": said.show, "data-always": said.always, "data-stop": said.stop,
    }  # fmt: skip
    link = tokens.start("a", class_="button", href=video.page, rel="noopener noreferrer")
    below = [tokens.start("figcaption"), tokens.text(caption), tokens.end("figcaption")]
    return [
        figure,
        tokens.start("p"), tokens.text(said.notice), tokens.end("p"),
        tokens.start("p"), link, tokens.text(said.link), tokens.end("a"), tokens.end("p"),
        *(below if caption else []),
        tokens.end("figure"),
    ]  # fmt: skip


class _Words:
    """In the language of the course, since they stand in the lesson."""

    def __init__(self, video: Video, *, is_french: bool) -> None:
        place = video.place
        its_own = "cet hôte" if is_french else "this host"
        host = its_own if video.host == place else video.host
        if is_french:
            self.title = f"Vidéo sur {place}"
            self.notice = (
                f"Cette vidéo est hébergée par {place}. La lire ici transmet votre adresse IP à "
                f"{host}, qui peut déposer des traceurs."
            )
            self.link = f"Voir la vidéo sur {place}"
            self.show = "Lire la vidéo ici"
            self.always = f"Sur cet appareil, lire les vidéos de {place} sans me le redemander"
            self.stop = f"Me demander à nouveau avant de lire les vidéos de {place}"
        else:
            self.title = f"Video on {place}"
            self.notice = (
                f"This video is hosted by {place}. Playing it here sends your IP address to "
                f"{host}, which may set trackers."
            )
            self.link = f"Watch the video on {place}"
            self.show = "Play the video here"
            self.always = f"On this device, play videos of {place} without asking again"
            self.stop = f"Ask me again before playing videos of {place}"
