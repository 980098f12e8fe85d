"""Clipboards of word processors, as they really are, become the Markdown one would write."""

import base64
from html import escape
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from campus.errors import Invalid
from campus.markdown import render
from courses.pasting import pasted

HERE = Path(__file__).parent
NBSP = "\N{NO-BREAK SPACE}"
PNG = b"\x89PNG\r\n\x1a\n and so on"

WORD = f"""## Accueillir le public

## Pourquoi

Un **accueil clair**, c’est quoi{NBSP}? «{NBSP}Simple{NBSP}» et *rapide*[^1]. \
À Valence, on a mesuré 10{NBSP}000{NBSP}visites.

### Trois règles

- Dire **bonjour**{NBSP};
  - en levant les yeux
- Écouter.

Puis, dans l’ordre{NBSP}:

1. lire
2. relire

| Étape | Durée |
| --- | --- |
| Lire<br>puis relire | 2{NBSP}h \\| 5{NBSP}% |

![](images/clip_image002.png)

> Un comité pour tout ne décide de rien.

1\\. n’est pas une liste

[^1]: Voir [la loi](https://www.legifrance.gouv.fr/).
"""

LIBREOFFICE = f"""## Préparer l’entretien

Relire **le dossier**, noter *trois questions*[^1] et **respirer**.

- un bureau calme ;
- de l’eau :
  - fraîche

1. saluer
2. conclure

| Temps | Geste |
| --- | --- |
| 5 min |  |

![Le plan du bureau](images/PICTURE.png)

`make start`

[^1]: Pas davantage{NBSP}!
"""

GOOGLE = f"""## Réunir une équipe

Une équipe **pluridisciplinaire** *et patiente*{NBSP}: voir [beta](https://beta.gouv.fr/).

- une agente
  - volontaire
- un usager

| Rôle | Temps |
| --- | --- |
| coach | 20{NBSP}% |

![](https://lh7-rt.googleusercontent.com/docsz/AD_4nXe)
"""


def clipboard(name: str) -> str:
    html = (HERE / f"{name}.html").read_text()
    return html.replace("PICTURE", base64.b64encode(PNG).decode())


@pytest.mark.parametrize(
    ("name", "markdown"), [("word", WORD), ("libreoffice", LIBREOFFICE), ("google", GOOGLE)]
)
def test_a_document_becomes_clean_markdown(name: str, markdown: str) -> None:
    found = pasted(clipboard(name))
    named = found.pictures[0].path if found.pictures else ""
    assert found.markdown == markdown.replace("images/PICTURE.png", named)


@pytest.mark.parametrize("name", ["word", "libreoffice", "google"])
def test_what_was_pasted_renders_without_a_trace_of_the_word_processor(name: str) -> None:
    shown = render(pasted(clipboard(name)).markdown, language="fr").html
    for trace in ("mso", "style=", "o:p", "docs-internal", "<font", "Wingdings", "·"):
        assert trace not in shown, trace
    assert "<table" in shown
    assert "<li" in shown


def test_a_picture_on_the_clipboard_comes_along_with_what_it_shows() -> None:
    found = pasted(clipboard("libreoffice"))
    assert [(one.body, one.alt) for one in found.pictures] == [(PNG, "Le plan du bureau")]
    assert found.missing == ()


def test_a_picture_that_stayed_behind_is_named_and_its_guessed_description_is_not_kept() -> None:
    found = pasted(clipboard("word"))
    assert found.missing == ("clip_image002.png",)
    assert "automatiquement" not in found.markdown


def test_ordered_and_plain_items_in_a_row_are_two_lists() -> None:
    mark = "<span style='mso-list:Ignore'>{1}&nbsp;</span>"
    item = "<p style='mso-list:l{0} level1 lfo{0}'>" + mark + "{2}</p>"
    html = item.format(0, "·", "un") + item.format(1, "1.", "deux")
    assert pasted(html).markdown == "- un\n\n1. deux\n"


def test_spaces_that_french_asks_for_stay_and_others_are_plain() -> None:
    html = "<p>Quoi&nbsp;? Oui&nbsp;! «&nbsp;mot&nbsp;» a&nbsp;b, 5&nbsp;€, 1&#8239;000</p>"
    narrow = "\N{NARROW NO-BREAK SPACE}"
    wanted = f"Quoi{NBSP}? Oui{NBSP}! «{NBSP}mot{NBSP}» a b, 5{NBSP}€, 1{narrow}000\n"
    assert pasted(html).markdown == wanted


@pytest.mark.parametrize("text", ["# pas un titre", "- pas une liste", "::: tip", "> rien"])
def test_a_paragraph_that_looks_like_markdown_stays_a_paragraph(text: str) -> None:
    shown = render(pasted(f"<p>{text.replace('>', '&gt;')}</p>").markdown, language="fr").html
    assert shown.strip().startswith("<p>")


@pytest.mark.parametrize(
    "html", ["", "<", "<p", "<table>", "<ul><ul></ul></ul>", "<o:p></o:p>", "<!--", "\x00<b>"]
)
def test_broken_html_is_taken_as_far_as_it_goes(html: str) -> None:
    pasted(html)


def test_a_text_nested_beyond_all_measure_is_refused() -> None:
    with pytest.raises(Invalid):
        pasted("<div>" * 5_000 + "mot")


@pytest.mark.parametrize(
    "html", ["<script>alert(1)</script>", "<style>p{}</style>", "<a href='javascript:x()'></a>"]
)
def test_what_is_no_text_is_left_behind(html: str) -> None:
    assert pasted(f"<p>mot</p>{html}").markdown == "mot\n"


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("10<sup>3</sup> m<sup>2</sup>", "10<sup>3</sup> m<sup>2</sup>"),
        ("x<span style='vertical-align:super'>n</span>", "x<sup>n</sup>"),
        ("CO<sub>2</sub>", "CO<sub>2</sub>"),
        ("H<span style='font-size:0.6em;vertical-align:sub'>2</span>O", "H<sub>2</sub>O"),
        ("le 1<sup>er</sup> mai, au XIX<sup>e</sup> siècle", "le 1er mai, au XIXe siècle"),
        ("M<sup>me</sup> Roy", "M<sup>me</sup> Roy"),
        ("10<sup>n</sup>", "10<sup>n</sup>"),
        ("<s>20 €</s> 15 €", "<s>20 €</s> 15 €"),
        ("<strike>20 €</strike>", "<s>20 €</s>"),
        ("<span style='text-decoration:line-through;'>20 €</span>", "<s>20 €</s>"),
        ("<span style='text-decoration:underline'>20 €</span>", "20 €"),
        ("la balise &lt;b&gt; et &lt;/b&gt;", "la balise &lt;b> et &lt;/b>"),
        ("3 &lt; 4 et a &lt;= b", "3 < 4 et a <= b"),
        ("écrire &amp;nbsp; ou R&amp;D", "écrire &amp;nbsp; ou R&D"),
        ("<code>&lt;b&gt;</code>", "`<b>`"),
    ],
)
def test_what_would_say_something_else_if_it_were_plain_is_kept(html: str, wanted: str) -> None:
    assert pasted(f"<p>{html}</p>").markdown == f"{wanted}\n"


def test_a_text_about_tags_shows_them_and_is_not_marked_by_them() -> None:
    written = "Écrire <strong>gras</strong>, &eacute; et <script>."
    found = render(pasted(f"<p>{escape(written)}</p>").markdown, language="fr")
    assert BeautifulSoup(found.html, "html.parser").get_text().strip() == written
    assert found.findings == ()
