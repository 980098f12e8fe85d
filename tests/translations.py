"""Whether every interface text has its French, compiled; `--write` brings the files up to date.

Django joins the files of all apps, so a text has one French everywhere; where it needs two, give
it a context (`pgettext`). `python -m tests.translations`; needs gettext's programs.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from gettext import GNUTranslations
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("campus", "courses", "tracks", "workers")
_GATHERED = re.compile(r'^"(?:POT-Creation-Date|Report-Msgid-Bugs-To):.*\n', re.M)
# A line may break at a plain space, not before these signs; and ’ is the French apostrophe.
_UNFRENCH = re.compile(r" (?:[:;!»]|%%|\?(?!\w))|« |\w'\w")


def main() -> int:
    if shutil.which("xgettext") is None:
        print("translations: gettext is not installed (on Debian: apt install gettext).")
        return 1
    if "--write" in sys.argv:
        gather(ROOT)
        _django("compilemessages", folder=ROOT)
    found = list(faults())
    for fault in found:
        print(f"translations: {fault}")
    if found:
        print("translations: run `make translations`, then write what is missing.")
    return 1 if found else 0


def faults() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as copy:
        for package in PACKAGES:
            shutil.copytree(ROOT / package, Path(copy) / package)
        gather(Path(copy))
        for fresh in sorted(Path(copy).glob("**/locale/fr/LC_MESSAGES/django.po")):
            path = fresh.relative_to(copy)
            yield from _compare(str(path), _read(ROOT / path), _read(fresh))
            yield from _compiled(ROOT / path)
    yield from _contradictions()
    yield from _misspelt()


def _contradictions() -> Iterator[str]:
    said: dict[tuple[str, str | None], tuple[str, object]] = {}
    for path in _written():
        for message in _read(ROOT / path):
            key = (str(message.id), message.context)
            first, french = said.setdefault(key, (path, message.string))
            if message.id and french != message.string:
                yield f"{path} says {message.id!r} otherwise than {first}"


def _misspelt() -> Iterator[str]:
    for path in _written():
        for message in _read(ROOT / path):
            found = message.id and _UNFRENCH.search(str(message.string))
            if found:
                yield f"{path} has a plain {found[0]!r} in the French of {message.id!r}"


def _written() -> list[str]:
    return sorted(
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in (ROOT / package).glob("**/locale/fr/LC_MESSAGES/django.po")
    )


def gather(root: Path) -> None:
    """Write every text found in the code into the locale folder of the app it belongs to."""
    folders = [
        app.parent / "locale" for name in PACKAGES for app in root.glob(f"{name}/**/apps.py")
    ]
    for folder in folders:
        folder.mkdir(exist_ok=True)
    command = ("makemessages", "-l", "fr", "--no-obsolete", "--add-location", "file")
    _django(*command, *_ignoring(root), folder=root)
    for folder in folders:
        for path in folder.glob("fr/LC_MESSAGES/django.po"):
            # The date of gathering would change every file each time.
            path.write_text(_GATHERED.sub("", path.read_text()))
        if not any(folder.iterdir()):
            folder.rmdir()


def _ignoring(root: Path) -> Iterator[str]:
    for entry in root.iterdir():
        if entry.name not in PACKAGES:
            yield from ("--ignore", entry.name)


def _compare(path: str, kept: Catalog, fresh: Catalog) -> Iterator[str]:
    for message in fresh:
        known = kept.get(message.id, message.context) if message.id else message
        if known is None:
            yield f"{path} lacks {message.id!r}"
        elif message.id and (known.fuzzy or not known.string or not all(known.string)):
            yield f"{path} has no French for {message.id!r}"
    for message in kept:
        if message.id and fresh.get(message.id, message.context) is None:
            yield f"{path} keeps {message.id!r}, which nothing says any more"


def _compiled(path: Path) -> Iterator[str]:
    compiled = path.with_suffix(".mo")
    if not compiled.exists():
        yield f"{compiled} is missing"
        return
    with compiled.open("rb") as file:
        machine = GNUTranslations(file)
    if any(_says(machine, m) != _forms(m.string) for m in _read(path) if m.id and m.string):
        yield f"{compiled} is not what {path.name} says"


def _says(machine: GNUTranslations, message: Message) -> tuple[str, ...]:
    """Asked text by text: Babel, reading a compiled file, takes contexts for one another."""
    one, *more = _forms(message.id)
    if more and message.context:
        return tuple(machine.npgettext(message.context, one, more[0], n) for n in (1, 2))
    if more:
        return tuple(machine.ngettext(one, more[0], n) for n in (1, 2))
    return (machine.pgettext(message.context, one) if message.context else machine.gettext(one),)


def _forms(text: str | Sequence[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def _read(path: Path) -> Catalog:
    if not path.exists():
        return Catalog()
    with path.open("rb") as file:
        return read_po(file, locale="fr")


def _django(*command: str, folder: Path) -> None:
    ignored = {name: text for name, text in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(
        [sys.executable, "-m", "django", *command],
        cwd=folder,
        env=ignored | {"LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        sys.exit(f"translations: {done.stderr.strip().splitlines()[-1]}")


if __name__ == "__main__":
    sys.exit(main())
