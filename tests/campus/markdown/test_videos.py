"""A video that lies elsewhere asks before it plays; its address becomes data, never a frame."""

import pytest

from campus.markdown import Rendered, render
from campus.markdown.allowing import sanitised
from campus.markdown.videos import video_at

HOSTS = ("tube.example",)
ID = "9c9de5e8-0a1e-484a-b099-e80766180a6d"
YOUTUBE = "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"
PEERTUBE = f"https://tube.example/videos/embed/{ID}?p2p=0"


def shown(source: str) -> Rendered:
    return render(source, language="fr", video_hosts=HOSTS)


@pytest.mark.parametrize(
    ("address", "frame"),
    [
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", YOUTUBE),
        ("http://youtube.com/watch?feature=share&v=dQw4w9WgXcQ", YOUTUBE),
        ("https://m.youtube.com/watch?v=dQw4w9WgXcQ&t=90", f"{YOUTUBE}?start=90"),
        ("https://youtu.be/dQw4w9WgXcQ?t=1m30s", f"{YOUTUBE}?start=90"),
        ("https://www.youtube.com/embed/dQw4w9WgXcQ", YOUTUBE),
        ("https://www.youtube.com/shorts/dQw4w9WgXcQ", YOUTUBE),
        ("https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ", YOUTUBE),
        (
            "https://www.dailymotion.com/video/x8abcde_un-titre",
            "https://geo.dailymotion.com/player.html?video=x8abcde",
        ),
        ("https://dai.ly/x8abcde", "https://geo.dailymotion.com/player.html?video=x8abcde"),
        (f"https://tube.example/w/{ID}", PEERTUBE),
        (f"https://TUBE.example/videos/watch/{ID}?start=1m", f"{PEERTUBE}&start=60s"),
        ("https://tube.example/w/kkGMgK9ZtnKfYAgnEtQxbv",
         "https://tube.example/videos/embed/kkGMgK9ZtnKfYAgnEtQxbv?p2p=0"),
    ],
)  # fmt: skip
def test_addresses_of_videos_are_known(address: str, frame: str) -> None:
    video = video_at(address, HOSTS)
    assert video is not None
    assert video.frame == frame


@pytest.mark.parametrize(
    "address",
    [
        "", "https://www.youtube.com/", "https://www.youtube.com/@chaine", "https://youtu.be/court",
        "https://www.youtube.com/watch?v=dQw4w9WgXc%22", "ftp://youtu.be/dQw4w9WgXcQ",
        "https://www.youtube.com.evil.example/watch?v=dQw4w9WgXcQ",
        "https://www.youtube.com@evil.example/watch?v=dQw4w9WgXcQ",
        "https://evil.example/watch?v=dQw4w9WgXcQ", f"https://other.example/w/{ID}",
        "https://tube.example/w/court", "https://tube.example/about", "https://[bad/",
        "https://www.dailymotion.com/fr", "//youtu.be/dQw4w9WgXcQ",
    ],
)  # fmt: skip
def test_other_addresses_are_no_videos(address: str) -> None:
    assert video_at(address, HOSTS) is None


@pytest.mark.parametrize(
    "source",
    [
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ&list=x",
        "<https://youtu.be/dQw4w9WgXcQ>",
        "![](https://youtu.be/dQw4w9WgXcQ)",
        '<iframe src="https://www.youtube.com/embed/dQw4w9WgXcQ"></iframe>',
    ],
)
def test_an_address_alone_asks_before_it_plays(source: str) -> None:
    rendered = shown(f"un\n\n{source}\n\ndeux")
    assert f'data-embed="{YOUTUBE}"' in rendered.html
    assert "transmet votre adresse IP à www.youtube-nocookie.com" in rendered.html
    assert '<a class="button" href="https://www.youtube.com/watch?v=dQw4w9WgXcQ"' in rendered.html
    assert "<iframe" not in rendered.html
    assert [one.code for one in rendered.findings] == ["video_elsewhere_untold"]


def test_underscores_of_an_address_are_no_emphasis() -> None:
    assert "/embed/__w4w9WgX__" in shown("https://youtu.be/__w4w9WgX__").html


@pytest.mark.parametrize(
    "source",
    [
        "Voir https://youtu.be/dQw4w9WgXcQ",
        "[la vidéo](https://youtu.be/dQw4w9WgXcQ)",
        f"https://other.example/w/{ID}",
        "`https://youtu.be/dQw4w9WgXcQ`",
        "```\nhttps://youtu.be/dQw4w9WgXcQ\n```",
    ],
)
def test_an_address_within_words_or_of_nobody_known_is_no_video(source: str) -> None:
    assert "data-embed" not in shown(source).html


def test_the_text_of_the_image_is_its_caption_and_names_the_frame() -> None:
    html = shown(f"![Publier, pas à pas](https://tube.example/w/{ID})").html
    assert 'data-title="Publier, pas à pas"' in html
    assert "<figcaption>Publier, pas à pas</figcaption>" in html


def test_a_transcript_below_is_all_that_is_asked_for() -> None:
    source = "https://youtu.be/dQw4w9WgXcQ\n\n::: details Transcription\nBonjour.\n:::"
    assert shown(source).findings == ()


@pytest.mark.parametrize(
    "frame",
    ["javascript:canary()", "https://evil.example/", f"{YOUTUBE}?x=1", f"//tube.example/{ID}"],
)
def test_no_other_frame_passes_the_last_look(frame: str) -> None:
    assert "data-embed" not in sanitised(f'<figure data-embed="{frame}"></figure>')
    assert "data-embed" in sanitised(f'<figure data-embed="{YOUTUBE}"></figure>')


def test_an_author_cannot_write_the_element_herself() -> None:
    html = shown(f'<figure class="video-elsewhere" data-embed="{YOUTUBE}">x</figure>').html
    assert "data-embed" not in html
