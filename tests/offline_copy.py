"""Builds and refreshes a complete offline copy of a course, with nothing but the public API.

    python -m tests.offline_copy http://127.0.0.1:8000 algorithmes copy/

Open `copy/index.html` in a browser: no network is needed. Running it again fetches only what
changed since, and drops what the campus took away. Standard library only.
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


def fetched(address: str) -> bytes:
    with urlopen(address, timeout=30) as answer:
        body: bytes = answer.read()
        return body


def proven(body: bytes, digest: str) -> bytes:
    if hashlib.sha256(body).hexdigest() != digest:
        raise SystemExit(f"{digest}: these are other bytes than promised")
    return body


def copy(campus: str, slug: str, folder: Path) -> dict[str, Any]:
    """Bring the folder up to the current release; answers the manifest that was followed."""
    api = f"{campus}/api/v1/courses/{slug}"
    number = json.loads(fetched(f"{api}?fields=current_release"))["current_release"]
    state = folder / "manifest.json"
    held = json.loads(state.read_text()) if state.exists() else {"release": None, "blobs": {}}
    since = f"?since={held['release']}" if held["release"] else ""
    manifest: dict[str, Any] = json.loads(fetched(f"{api}/releases/{number}/manifest{since}"))
    (folder / "blobs").mkdir(parents=True, exist_ok=True)
    for blob in manifest["blobs"]:
        body = proven(fetched(f"{campus}/api/v1/blobs/{blob['digest']}"), blob["digest"])
        (folder / "blobs" / named(blob)).write_bytes(body)
        held["blobs"][blob["digest"]] = blob
    for digest in manifest["removed"]:
        gone = held["blobs"].pop(digest, None)
        if gone:
            (folder / "blobs" / named(gone)).unlink(missing_ok=True)
    for place, sheet in enumerate(manifest["stylesheet"]):
        body = proven(fetched(campus + sheet["url"]), sheet["digest"])
        (folder / f"{place}.css").write_bytes(body)
    state.write_text(json.dumps({"release": number, "blobs": held["blobs"]}, indent=1))
    write_pages(folder, held["blobs"], manifest)
    return manifest


def named(blob: dict[str, Any]) -> str:
    return blob["digest"] + ENDINGS.get(blob["type"], "")


def write_pages(folder: Path, blobs: dict[str, Any], manifest: dict[str, Any]) -> None:
    outline = json.loads((folder / "blobs" / manifest["outline"]).read_text())
    sheets = range(len(manifest["stylesheet"]))
    styles = "".join(f'<link rel="stylesheet" href="{place}.css">' for place in sheets)
    contents = ""
    for module in outline["modules"]:
        contents += f"<h2>{escape(module['title'])}</h2><ol>"
        for lesson in module["lessons"]:
            body = (folder / "blobs" / lesson["digest"]).read_text()
            body = ADDRESS.sub(lambda found: local(blobs, found[1]), body)
            body = LESSON.sub(lambda found: f'href="{found[1]}.html', body)
            write(
                folder / f"{lesson['id']}.html", outline["language"], lesson["title"], styles, body
            )
            contents += f'<li><a href="{lesson["id"]}.html">{escape(lesson["title"])}</a></li>'
        contents += "</ol>"
    write(folder / "index.html", outline["language"], outline["title"], styles, contents)


def local(blobs: dict[str, Any], digest: str) -> str:
    return f"blobs/{named(blobs[digest])}" if digest in blobs else "#withdrawn"


def write(path: Path, language: str, title: str, styles: str, body: str) -> None:
    page = PAGE.format(language=language, title=escape(title), styles=styles, body=body)
    path.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    followed = copy(sys.argv[1].rstrip("/"), sys.argv[2], Path(sys.argv[3]))
    print(f"Release {followed['release']}: {len(followed['blobs'])} files fetched.")
