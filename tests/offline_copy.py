"""Builds and refreshes a complete offline copy of a course, with nothing but the public API.

    python -m tests.offline_copy http://127.0.0.1:8000 algorithmes copy/

Open `copy/index.html`: no network is needed. Running it again fetches only what the copy lacks, and
drops what the campus took away. Standard library only.
"""

import hashlib
import json
import re
import sys
from html import escape
from pathlib import Path
from typing import Any
from urllib.request import urlopen

ADDRESS = re.compile(r"/api/v1/blobs/([0-9a-f]{64})")
LESSON = re.compile(r'href="/lessons/([0-9a-f-]{36})')
PAGE = (
    '<!doctype html><html lang="{language}"><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"><title>{title}</title>{styles}'
    '<body><main><h1>{title}</h1><div class="prose">{body}</div></main></body></html>'
)
ENDINGS = {"image/svg+xml": ".svg"}  # browsers know the others by their bytes


def fetched(address: str, digest: str = "") -> bytes:
    with urlopen(address, timeout=30) as answer:
        body: bytes = answer.read()
    if digest and hashlib.sha256(body).hexdigest() != digest:
        raise SystemExit(f"{digest}: these are other bytes than promised")
    return body


def copy(campus: str, slug: str, folder: Path) -> dict[str, Any]:
    """Bring the folder up to the current release; answers the manifest, `blobs` as fetched."""
    api = f"{campus}/api/v1/courses/{slug}"
    number = json.loads(fetched(f"{api}?fields=current_release"))["current_release"]
    state = folder / "manifest.json"
    held = json.loads(state.read_text()) if state.exists() else {"release": None, "blobs": {}}
    since = f"?since={held['release']}" if held["release"] else ""
    manifest: dict[str, Any] = json.loads(fetched(f"{api}/releases/{number}/manifest{since}"))
    (folder / "blobs").mkdir(parents=True, exist_ok=True)
    lacking = [blob for blob in manifest["blobs"] if blob["digest"] not in held["blobs"]]
    for blob in lacking:
        body = fetched(f"{campus}/api/v1/blobs/{blob['digest']}", blob["digest"])
        (folder / "blobs" / named(blob)).write_bytes(body)
        held["blobs"][blob["digest"]] = blob
    for digest in manifest["removed"]:
        if gone := held["blobs"].pop(digest, None):
            (folder / "blobs" / named(gone)).unlink(missing_ok=True)
    for place, sheet in enumerate(manifest["stylesheet"]):
        (folder / f"{place}.css").write_bytes(fetched(campus + sheet["url"], sheet["digest"]))
    state.write_text(json.dumps({"release": number, "blobs": held["blobs"]}, indent=1))
    write_pages(folder, held["blobs"], manifest, campus)
    return {**manifest, "blobs": lacking}


def named(blob: dict[str, Any]) -> str:
    return blob["digest"] + ENDINGS.get(blob["type"], "")


def write_pages(folder: Path, held: dict[str, Any], manifest: dict[str, Any], campus: str) -> None:
    outline = json.loads((folder / "blobs" / manifest["outline"]).read_text())
    sheets = range(len(manifest["stylesheet"]))
    styles = "".join(f'<link rel="stylesheet" href="{place}.css">' for place in sheets)
    here = {one["id"] for module in outline["modules"] for one in module["lessons"]}
    for page in folder.glob("*.html"):
        page.unlink()

    def text(digest: str) -> str:
        return (folder / "blobs" / digest).read_text() if digest in held else ""

    def file(found: re.Match[str]) -> str:
        return f"blobs/{named(held[found[1]])}" if found[1] in held else "#withdrawn"

    def lesson(found: re.Match[str]) -> str:  # one of another course is read on the campus
        return f'href="{found[1]}.html' if found[1] in here else f'href="{campus}{found[0][6:]}'

    def write(name: str, title: str, body: str) -> None:
        told = {"language": outline["language"], "title": escape(title), "styles": styles}
        page = PAGE.format(**told, body=LESSON.sub(lesson, ADDRESS.sub(file, body)))
        (folder / f"{name}.html").write_text(page, encoding="utf-8")

    contents = ""
    for module in outline["modules"]:
        for one in module["lessons"]:
            questions = json.loads(text(one["questions"]) or "{}") if one["questions"] else {}
            write(one["id"], one["title"], text(one["digest"]) + asked(questions))
        links = [f'<a href="{x["id"]}.html">{escape(x["title"])}</a>' for x in module["lessons"]]
        contents += f"<h2>{escape(module['title'])}</h2>{listed('ol', links)}"
    write("index", outline["title"], contents)


def asked(quiz: dict[str, Any]) -> str:
    """To read and think about: a quiz is answered on the campus."""
    items = []
    for one in quiz.get("questions", []):
        offered = [choice["text"] for choice in one.get("choices", []) + one.get("matches", [])]
        items.append(one["prompt"] + listed("ul", offered))
    return listed("ol", items)


def listed(tag: str, items: list[str]) -> str:
    return f"<{tag}>{''.join(f'<li>{one}</li>' for one in items)}</{tag}>" if items else ""


if __name__ == "__main__":
    followed = copy(sys.argv[1].rstrip("/"), sys.argv[2], Path(sys.argv[3]))
    print(f"Release {followed['release']}: {len(followed['blobs'])} files fetched.")
