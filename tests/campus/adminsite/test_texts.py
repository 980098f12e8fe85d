"""The skin speaks French: each of its texts has a translation of ours or of Django's."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import unfold
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.contrib import admin
from django.utils.translation import gettext, override

from campus.adminsite.texts import DJANGO_TEXTS, TEXTS
from tests.trainers import Admin, a_trainer

SKIN = Path(unfold.__file__).parent
# Not installed, or replaced by templates of ours that say nothing.
UNUSED = ("contrib/", "unfold_crispy/", "/command", "helpers/search")
_FUNCTIONS = {"_": None, "gettext": None, "gettext_lazy": None}
_TAG = re.compile(r"""{%-?\s*trans(?:late)?\s+(["'])((?:(?!\1).)+)\1""")
# Words that are the same in both languages, and no word.
SAME = {"Action", "Date", "Interface", "[]"}


def said_by_the_skin() -> Iterator[str]:
    for path in SKIN.rglob("*"):
        place = path.relative_to(SKIN).as_posix()
        if path.suffix not in {".py", ".html"} or any(part in place for part in UNUSED):
            continue
        if path.suffix == ".py":
            with path.open("rb") as file:
                yield from (str(found[2]) for found in extract("python", file, _FUNCTIONS))
        else:
            yield from (found[1] for found in _TAG.findall(path.read_text()))


def test_every_text_of_the_skin_is_french_for_a_french_reader() -> None:
    texts = set(said_by_the_skin())
    assert len(texts) > 60
    with override("fr"):
        english = sorted(text for text in texts - SAME if gettext(text) == text)
    assert english == []


def test_our_list_holds_only_what_the_skin_says() -> None:
    whole = " ".join(
        path.read_text() for path in SKIN.rglob("*") if path.suffix in {".py", ".html"}
    )
    plain = " ".join(whole.replace('"\n', "").split())
    assert [text for text in TEXTS if " ".join(text.split()) not in plain and len(text) < 80] == []


def test_djangos_texts_of_our_list_are_its_own_and_said_otherwise() -> None:
    path = Path(admin.__file__).parent / "locale/fr/LC_MESSAGES/django.po"
    with path.open("rb") as file:
        theirs = {str(one.id): str(one.string) for one in read_po(file) if one.id}
    assert [text for text in DJANGO_TEXTS if text not in theirs] == []
    with override("fr"):
        assert [text for text in DJANGO_TEXTS if gettext(text) in {text, theirs[text]}] == []


@pytest.mark.django_db
def test_a_french_trainer_reads_french() -> None:
    client = Admin(a_trainer(), language="fr").client
    html = client.get("/admin/courses/course/").content.decode()
    for french in ("Rechercher", "Filtres", "Aller au contenu", "Cours", "Leçons"):
        assert french in html
    for english in ("Type to search", "Filters", "Skip to", "Courses<", "Lessons"):
        assert english not in html
