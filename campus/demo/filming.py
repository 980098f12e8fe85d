"""Films the demo's short film anew: screens of `drawings/letter.typ`, as WebM without sound.

Run after changing that drawing, with Chromium installed: `python -m campus.demo.filming`. An
encoder may choose other bytes each time, so what it films is committed and compared by nobody.
"""

from __future__ import annotations

import base64
import struct
from collections.abc import Sequence

import typst
from playwright.sync_api import Route, sync_playwright

from .drawing import COURSES, DRAWINGS

FILM = COURSES / "langage-clair/films/courrier-en-images.webm"
SCREENS = 6
SECONDS_EACH = 6
SIZE = (960, 540)
CHROMIUM = "/usr/bin/chromium"
# Any address whose pages may encode films; it is answered here and never asked of a network.
_STAGE = "https://film.example/"
_ENCODE = """
async ([screens, width, height]) => {
  const kept = [];
  const encoder = new VideoEncoder({
    output: async (chunk) => {
      const bytes = new Uint8Array(chunk.byteLength);
      chunk.copyTo(bytes);
      kept.push(btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")));
    },
    error: (error) => { throw error; },
  });
  encoder.configure({ codec: "vp09.00.31.08", width, height, bitrate: 90000, framerate: 1 });
  for (const [second, screen] of screens.entries()) {
    const image = await createImageBitmap(await (await fetch(screen)).blob());
    const frame = new VideoFrame(image, { timestamp: second * 1e6, duration: 1e6 });
    encoder.encode(frame, { keyFrame: second % 6 === 0 });
    frame.close();
  }
  await encoder.flush();
  return kept;
}
"""


def main() -> None:
    frames = _encoded([_drawn(screen) for screen in range(SCREENS) for _ in range(SECONDS_EACH)])
    FILM.write_bytes(webm(frames))


def _drawn(screen: int) -> str:
    """The screen as a picture in an address."""
    fonts = typst.Fonts(include_system_fonts=False)
    source, inputs = DRAWINGS / "letter.typ", {"screen": str(screen)}
    compiler = typst.Compiler(source, font_paths=fonts, sys_inputs=inputs)
    made = compiler.compile(format="png", ppi=144)
    assert isinstance(made, bytes)
    return "data:image/png;base64," + base64.b64encode(made).decode()


def _encoded(screens: Sequence[str]) -> list[bytes]:
    def stage(route: Route) -> None:
        route.fulfill(body="<!doctype html>", content_type="text/html")

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        page.route("**/*", stage)
        page.goto(_STAGE)
        frames = page.evaluate(_ENCODE, [list(screens), *SIZE])
        browser.close()
    return [base64.b64decode(frame) for frame in frames]


def webm(frames: Sequence[bytes]) -> bytes:
    """A frame a second, a cluster for each screen, and where each begins, so that one can seek."""
    info = _part(
        "1549A966",
        _part("2AD7B1", _number(1_000_000)),  # times are in milliseconds
        _part("4489", _double(len(frames) * 1000.0)),
        _part("4D80", b"Campus"),
        _part("5741", b"Campus"),
    )
    picture = _part("E0", _part("B0", _number(SIZE[0])), _part("BA", _number(SIZE[1])))
    track = _part(
        "AE",
        _part("D7", _number(1)),
        _part("73C5", _number(1)),
        _part("83", _number(1)),
        _part("86", b"V_VP9"),
        picture,
    )
    head = info + _part("1654AE6B", track)
    starts = range(0, len(frames), SECONDS_EACH)
    clusters = [_cluster(frames[at : at + SECONDS_EACH], at) for at in starts]
    cues_size = len(_cues([0] * len(clusters)))
    places = [len(head) + cues_size + sum(map(len, clusters[:n])) for n in range(len(clusters))]
    return _EBML + _part("18538067", head, _cues(places), *clusters)


def _cluster(frames: Sequence[bytes], second: int) -> bytes:
    blocks = [
        b"\x81" + (at * 1000).to_bytes(2, "big") + (b"\x80" if at == 0 else b"\x00") + frame
        for at, frame in enumerate(frames)
    ]
    time = _part("E7", _number(second * 1000))
    return _part("1F43B675", time, *(_part("A3", block) for block in blocks))


def _cues(places: Sequence[int]) -> bytes:
    points = [
        _part(
            "BB",
            _part("B3", _number(n * SECONDS_EACH * 1000)),
            _part("B7", _part("F7", _number(1)), _part("F1", _number(place))),
        )
        for n, place in enumerate(places)
    ]
    return _part("1C53BB6B", *points)


def _part(name: str, *contents: bytes) -> bytes:
    """An element of EBML: its name, how long it is, what it holds (RFC 8794, 4 and 5)."""
    body = b"".join(contents)
    return bytes.fromhex(name) + (len(body) | 1 << 56).to_bytes(8, "big") + body


def _number(value: int) -> bytes:
    return value.to_bytes(8, "big")


def _double(value: float) -> bytes:
    return struct.pack(">d", value)


_EBML = _part(
    "1A45DFA3",
    _part("4282", b"webm"),  # first, where whoever looks at the beginning alone finds it
    _part("4286", _number(1)),
    _part("42F7", _number(1)),
    _part("42F2", _number(4)),
    _part("42F3", _number(8)),
    _part("4287", _number(4)),
    _part("4285", _number(2)),
)


if __name__ == "__main__":
    main()
