"""A layout that somebody wrote can fail, but not harm: bounded time, memory, files, no network."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from campus.errors import Invalid
from tests.workers.certificates.faces import USUAL, dressed
from workers.certificates.pages import sandbox
from workers.certificates.pages.sandbox import LIMITS, compile_own
from workers.certificates.pages.typesetting import draw, sys_inputs, typeset

GOOD = """#import "parts.typ": *
#set page(width: 148mm, height: 105mm)
#show: dressed
= #face.title
#face.name
"""
INPUTS = sys_inputs(dressed(USUAL, "pine"), '{"a": 1}', {})
PDF = {"format": "pdf", "pdf_standards": ["a-3a", "ua-1"], "timestamp": 1_790_000_000}


def made(layout: str) -> bytes:
    return compile_own(layout, sys_inputs=INPUTS, **PDF)


def test_a_layout_of_ones_own_uses_our_parts() -> None:
    pdf = made(GOOD)
    assert pdf.startswith(b"%PDF-1.7")
    assert made(GOOD) == pdf


def test_our_own_layouts_pass_as_somebody_elses() -> None:
    panel = Path(sandbox.__file__).with_name("layout") / "panel.typ"
    assert made(panel.read_text()).startswith(b"%PDF-1.7")


@pytest.mark.parametrize(
    ("layout", "codes"),
    [
        ("#while true {}", {"layout_fails", "layout_too_slow"}),
        ("#let f(n) = f(n + 1)\n#f(0)", {"layout_fails"}),
        ("#range(400000000).len()", {"layout_too_big", "layout_too_slow"}),
        (
            "#for a in range(3000) { for b in range(3000) { for c in range(3000) {} } }",
            {"layout_too_slow"},
        ),
        (
            "#let a = (1,) * 16000000\n#let b = range(40).map(i => a + (i,))\n#b.len()",
            {"layout_too_big", "layout_too_slow"},
        ),
        ('#("x" * 1500000000).len()\n#("x" * 1500000000).len()', {"layout_too_big"}),
        ("#lorem(9000000)", {"layout_too_big", "layout_too_slow", "layout_fails"}),
    ],
    ids=["loop", "recursion", "range", "nested", "4 GB array", "long text", "pages"],
)
def test_what_takes_too_much_is_ended_in_bounded_time(layout: str, codes: set[str]) -> None:
    start = time.monotonic()
    with pytest.raises(Invalid) as refused:
        made(GOOD + layout)
    assert refused.value.code in codes
    assert time.monotonic() - start < LIMITS.wall_seconds + 2


@pytest.mark.parametrize(
    ("layout", "said"),
    [
        ('#read("/etc/passwd")', "not found"),
        ('#read("../../../../etc/passwd")', "escape"),
        ('#image("/etc/hostname", alt: "x")', "not found"),
        ('#import "@preview/cetz:0.3.0": canvas', ""),
        ('#import ("@" + "preview/cetz:0.3.0"): canvas', ""),
        ('#import "@local/thing:1.0.0": *', ""),
        ("#panic(face.name)", "panicked"),
        ("#let", "expected"),
        ("#pagebreak()\nSecond", "page"),
    ],
)
def test_what_fails_says_why(layout: str, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        made(GOOD + layout)
    assert refused.value.code == "layout_fails"
    assert said in refused.value.detail


def test_a_layout_that_leaves_the_credential_out_is_refused() -> None:
    bare = '#set document(title: "x")\n#set text(lang: "fr", font: "Inter")\n= Titre\n'
    with pytest.raises(Invalid, match="leaves the credential out"):
        made(bare)


def test_a_certificate_with_an_own_layout_is_made_in_the_sandbox() -> None:
    face = dressed(USUAL, "pine")
    own = replace(face, look=face.look | {"layout": GOOD})
    now = datetime(2026, 11, 20, tzinfo=UTC)
    assert typeset(own, credential="{}", issued_at=now).startswith(b"%PDF-1.7")
    assert draw(own, dots_per_inch=40).startswith(b"\x89PNG")
    endless = replace(face, look=face.look | {"layout": "#panic()"})
    with pytest.raises(Invalid, match="panicked"):
        typeset(endless, credential="{}", issued_at=now)


def test_a_layout_may_be_only_so_long() -> None:
    with pytest.raises(Invalid, match="longer than"):
        made(GOOD + " " * sandbox.LONGEST_LAYOUT)


def test_what_it_makes_may_be_only_so_large() -> None:
    with pytest.raises(Invalid) as refused:
        compile_own(GOOD, sys_inputs=INPUTS, limits=replace(LIMITS, output=1000), **PDF)
    assert refused.value.code == "layout_makes_too_much"


def test_the_wall_clock_ends_what_only_waits() -> None:
    with pytest.raises(Invalid) as refused:
        compile_own(GOOD, sys_inputs=INPUTS, limits=replace(LIMITS, wall_seconds=0.01), **PDF)
    assert refused.value.code == "layout_too_slow"


@pytest.fixture
def a_server() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def knocks(port: int, *, is_cut_off: bool) -> subprocess.CompletedProcess[str]:
    cut = "caging.cut_off();" if is_cut_off else ""
    return subprocess.run(
        [sys.executable, "-c", f"import caging, socket; {cut}"
         f"socket.create_connection(('127.0.0.1', {port})); print('open')"],
        cwd=Path(sandbox.__file__).parent,
        capture_output=True, text=True, timeout=20, check=False,
    )  # fmt: skip


def test_a_process_that_is_cut_off_reaches_nobody(a_server: int) -> None:
    assert knocks(a_server, is_cut_off=False).stdout == "open\n"
    assert "Permission denied" in knocks(a_server, is_cut_off=True).stderr


def test_a_process_that_is_cut_off_starts_no_program() -> None:
    code = "import caging, os; caging.cut_off(); os.execv('/bin/true', ['true'])"
    ended = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(sandbox.__file__).parent, capture_output=True, text=True, timeout=20, check=False,
    )  # fmt: skip
    assert "Permission denied" in ended.stderr


def test_nothing_stays_behind_and_no_secret_goes_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setenv("CAMPUS_SECRET", "hidden")
    seen: list[bytes] = []
    stop = threading.Event()

    def watch() -> None:
        while not stop.is_set():
            for one in Path(f"/proc/{os.getpid()}/task").glob("*/children"):
                for child in one.read_text().split():
                    try:
                        seen.append(Path(f"/proc/{child}/environ").read_bytes())
                    except OSError:
                        continue
            time.sleep(0.01)

    watcher = threading.Thread(target=watch)
    watcher.start()
    made(GOOD)
    stop.set()
    watcher.join()
    assert any(b"RAYON_NUM_THREADS" in one for one in seen)
    ours = [one for one in seen if b"RAYON_NUM_THREADS" in one]
    assert not any(b"CAMPUS_SECRET" in one for one in ours)
    assert list(tmp_path.iterdir()) == []
