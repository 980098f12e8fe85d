"""Captions are WebVTT that a browser reads whole, or their author hears which line it would not."""

from pathlib import Path

import pytest

from campus.errors import Invalid
from courses.files import captions
from courses.files.inspecting import inspect

GOOD = (
    "WEBVTT - le film\n\nNOTE à relire\n\n1\n00:01.000 --> 00:04.500 line:0 align:start\n"
    "Bonjour à toutes et à tous.\n\n01:00:00.000 --> 01:00:02.000\nFin.\n"
)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_what_a_browser_reads_is_taken(end: str, mark: str, tmp_path: Path) -> None:
    body = (mark + GOOD.replace("\n", end)).encode()
    assert inspect("fr.vtt", body).media_type == "text/vtt"
    file = tmp_path / "sent"
    file.write_bytes(body)
    assert inspect("fr.vtt", file).media_type == "text/vtt"


@pytest.mark.parametrize(
    ("text", "encoding", "code", "line"),
    [
        (GOOD, "cp1252", "not_utf8", "3"),
        (GOOD.replace("\n", "\r\n"), "cp1252", "not_utf8", "3"),
        (GOOD.replace("00:04.500", "00:04,500"), "utf-8", "bad_times", "6"),
        (GOOD.replace("01:00:00.000", "1:00:00.000"), "utf-8", "bad_times", "9"),
        (GOOD.replace("00:01.000", ""), "utf-8", "bad_times", "6"),
    ],
)
def test_what_it_would_leave_out_is_refused_with_its_line(
    text: str, encoding: str, code: str, line: str
) -> None:
    with pytest.raises(Invalid) as refused:
        inspect("sous-titres/fr.vtt", text.encode(encoding))
    assert refused.value.code == code
    assert "sous-titres/fr.vtt" in refused.value.detail
    assert line in refused.value.detail


def test_captions_of_many_megabytes_are_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(captions, "MOST_BYTES", 100)
    with pytest.raises(Invalid) as refused:
        inspect("fr.vtt", GOOD.encode())
    assert refused.value.code == "file_too_large"
