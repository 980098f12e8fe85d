"""Owns the compiling of layouts that trusted staff wrote: in a child with hard limits.

The child sees one folder with the layout and our own parts, opens no socket, starts no program,
and ends by itself or is ended.
"""

import json
import re
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from campus.errors import Invalid

_HERE: Final = Path(__file__).parent
LONGEST_LAYOUT: Final = 100_000
_LONGEST_REASON: Final = 400
_REFUSED: Final = 2


@dataclass(frozen=True, slots=True)
class Limits:
    memory: int = 1_500_000_000
    cpu_seconds: int = 5
    wall_seconds: float = 10
    output: int = 2_000_000


LIMITS: Final = Limits()


def compile_own(
    layout: str, *, sys_inputs: Mapping[str, str], limits: Limits = LIMITS, **options: Any
) -> bytes:
    """What typst makes of a layout, which may import our `parts.typ`.

    Raises Invalid, with what is wrong, for a layout that fails, takes too long, needs too much,
    makes more than one page, or leaves the credential out of its PDF.
    """
    if len(layout) > LONGEST_LAYOUT:
        raise _failed(f"It is longer than {LONGEST_LAYOUT} letters.", "layout_too_long")
    with TemporaryDirectory(prefix="campus-layout-") as name:
        folder = Path(name)
        (folder / "main.typ").write_text(layout)
        (folder / "parts.typ").write_text((_HERE / "layout" / "parts.typ").read_text())
        _run(folder, {"sys_inputs": dict(sys_inputs), **options}, limits)
        made = (folder / "made").read_bytes()
    if options.get("format") == "pdf":
        _check(made)
    return made


def _run(folder: Path, options: dict[str, Any], limits: Limits) -> None:
    asked = {
        "memory": limits.memory,
        "cpu_seconds": limits.cpu_seconds,
        "output": limits.output,
        "fonts": str(_HERE / "fonts"),
        "compile": options,
    }
    try:
        ended = subprocess.run(
            [sys.executable, "-I", "-B", "-c", _START, str(_HERE)],
            check=False,
            input=json.dumps(asked).encode(),
            capture_output=True,
            cwd=folder,
            # One thread and one arena: each more would take its share of the memory at once.
            env={"RAYON_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1", "LC_ALL": "C.UTF-8"},
            timeout=limits.wall_seconds,
        )
    except subprocess.TimeoutExpired as late:
        raise _failed("It takes too long.", "layout_too_slow") from late
    if ended.returncode:
        raise _reason(ended.returncode, ended.stderr.decode(errors="replace"))


# Isolated Python looks for nothing beside a script, so the folder of the child is named to it.
_START: Final = (
    "import sys, runpy; sys.path.append(sys.argv[1]); "
    "runpy.run_path(sys.argv[1] + '/layoutchild.py', run_name='__main__')"
)


def _reason(code: int, said: str) -> Invalid:
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        return _failed("It takes too long.", "layout_too_slow")
    if code == -signal.SIGXFSZ or "File too large" in said:
        return _failed("What it makes is larger than 2 MB.", "layout_makes_too_much")
    if code in (-signal.SIGABRT, -signal.SIGSEGV) or "MemoryError" in said:
        return _failed("It needs too much memory.", "layout_too_big")
    if code == _REFUSED:
        return _failed(said.strip()[:_LONGEST_REASON], "layout_fails")
    last = said.strip().splitlines()[-1:] or ["It ended without a reason."]
    return _failed(last[0][:_LONGEST_REASON], "layout_fails")


def _check(pdf: bytes) -> None:
    if len(re.findall(rb"/Type\s*/Page\b", pdf)) != 1:
        raise _failed("It makes more than one page.", "layout_fails")
    if b"/AFRelationship/Data" not in pdf:
        detail = "It leaves the credential out: start it with “#show: dressed” of parts.typ."
        raise _failed(detail, "layout_without_credential")


def _failed(detail: str, code: str) -> Invalid:
    return Invalid(f"The layout cannot be used. {detail}", code=code)
