"""Our French of allauth's and Django's texts: each is theirs still, and ours says it otherwise."""

from pathlib import Path

import allauth
import django
from babel.messages.pofile import read_po
from django.utils.translation import gettext, override

from campus.web.texts import TEXTS

# The second is heard where both say something.
CATALOGUES = (
    Path(django.__file__).parent / "conf/locale/fr/LC_MESSAGES/django.po",
    Path(allauth.__file__).parent / "locale/fr/LC_MESSAGES/django.po",
)


def test_each_text_of_the_list_is_theirs_and_french_in_our_words() -> None:
    theirs: dict[str, str] = {}
    for path in CATALOGUES:
        with path.open("rb") as file:
            theirs |= {str(one.id): str(one.string) for one in read_po(file) if one.id}
    assert [text for text in TEXTS if text not in theirs] == []
    with override("fr"):
        assert [text for text in TEXTS if gettext(text) in {text, theirs[text]}] == []
