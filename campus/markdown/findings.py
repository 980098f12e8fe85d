"""What was found while reading a text: where it is, what is wrong, and what its author can do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

# Findings are shown to authors in their own language by packages far above this one, and this
# package knows neither Django nor gettext: so each wording is written here in both languages.
Wording = Mapping[str, tuple[str, str]]
# Where French typography has a space that no line breaks at.
_UNBREAKABLE = re.compile(r" (?=[:;?!»])|(?<=«) ")


@dataclass(frozen=True, order=True)
class Finding:
    """One thing an author should know; `line` is 0 when the whole file is meant."""

    path: str
    line: int
    code: str
    detail: str
    detail_fr: str = ""

    def said(self, language: str) -> str:
        is_french = language.startswith("fr") and self.detail_fr
        return in_french(self.detail_fr) if is_french else self.detail

    def __str__(self) -> str:
        return f"{place(self)}: {self.detail} [{self.code}]"


def in_french(text: str) -> str:
    """The text with its no-break spaces, which source code would hide."""
    return _UNBREAKABLE.sub("\N{NO-BREAK SPACE}", text)


def place(finding: Finding) -> str:
    return f"{finding.path}:{finding.line}" if finding.line else finding.path


def finding(wording: Wording, code: str, *, path: str, line: int = 0, **values: object) -> Finding:
    """A finding worded from a table `{code: (English, French)}`; KeyError if it lacks the code."""
    english, french = wording[code]
    return Finding(path, line, code, english.format(**values), french.format(**values))


WORDING: Wording = {
    "unclosed_container": (
        "The block “::: {kind}” is never closed, so it runs to the end of its surroundings: "
        "add a line “:::” where it should end.",
        "Le bloc « ::: {kind} » n’est jamais fermé et court donc jusqu’à la fin : "
        "ajoutez une ligne « ::: » à l’endroit où il doit finir.",
    ),
    "stray_container_end": (
        "This “:::” closes nothing and is left out: remove it, or open a block before it.",
        "Ce « ::: » ne ferme rien et n’est pas affiché : retirez-le ou ouvrez un bloc avant lui.",
    ),
    "unknown_container": (
        "“{kind}” is not a kind of block, so it is shown as a note: use tip, info, note, warning, "
        "danger, important, example or lexique.",
        "« {kind} » n’est pas un type de bloc connu, il est donc affiché comme une note : utilisez "
        "tip, info, note, warning, danger, important, example ou lexique.",
    ),
    "unclosed_fence": (
        "This block of code is never closed, so the rest of the text is shown as code: "
        "add a line {fence} where it should end.",
        "Ce bloc de code n’est jamais fermé, le reste du texte est donc affiché comme du code : "
        "ajoutez une ligne {fence} à l’endroit où il doit finir.",
    ),
    "unknown_tag": (
        "The tag {tag} is not HTML and is left out; text inside it is kept: "
        "write what it showed in Markdown.",
        "La balise {tag} n’est pas du HTML et n’est pas affichée ; le texte qu’elle contient est "
        "gardé : écrivez en Markdown ce qu’elle montrait.",
    ),
    "tag_shown_as_text": (
        "{tag} is not HTML and is shown as it is written: put it between backquotes.",
        "{tag} n’est pas du HTML et est affiché tel quel : mettez-le entre accents graves.",
    ),
    "tag_removed": (
        "The tag {tag} is not allowed in a lesson and is left out: say it in Markdown.",
        "La balise {tag} n’est pas autorisée dans une leçon et n’est pas affichée : "
        "écrivez-le en Markdown.",
    ),
    "attribute_removed": (
        "The attribute {attribute} of <{tag}> is not allowed in a lesson and is left out.",
        "L’attribut {attribute} de <{tag}> n’est pas autorisé dans une leçon et est retiré.",
    ),
    "embedded_page": (
        "A page cannot be shown inside a lesson; there is a link to {address} instead.",
        "Une page ne peut pas être affichée dans une leçon ; un lien vers {address} la remplace.",
    ),
    "button_incomplete": (
        '<Button> needs link="…" and text="…"; what it has is shown as text.',
        '<Button> demande link="…" et text="…" ; ce qu’il contient est affiché comme du texte.',
    ),
    "empty_heading": (
        "A heading says nothing: write its words, or remove it.",
        "Un titre est vide : écrivez-le ou retirez-le.",
    ),
    "heading_skips_level": (
        "The heading “{text}” is of level {level} where level {wanted} comes next, so that readers "
        "who move by headings miss one: remove a #, or add the heading between.",
        "Le titre « {text} » est de niveau {level} alors que le niveau {wanted} est attendu ; qui "
        "se déplace de titre en titre croit en avoir manqué un : retirez un # ou ajoutez le titre "
        "intermédiaire.",
    ),
    "empty_link": (
        "The link to {address} has no text, so its address is shown: write between the square "
        "brackets where it leads.",
        "Le lien vers {address} n’a pas de texte, son adresse est affichée : écrivez entre les "
        "crochets où il mène.",
    ),
    "video_elsewhere_untold": (
        "Nobody here can see whether the video on {place} has captions: make sure of it, or write "
        "its transcript in a block “::: details” below it.",
        "Rien ne dit ici si la vidéo sur {place} a des sous-titres : vérifiez-le, ou écrivez sa "
        "transcription dans un bloc « ::: details » juste après.",
    ),
    "uncaptioned_video": (
        "The video {address} has neither captions nor a transcript: put {captions} beside it, or "
        "write the transcript in a block “::: details” below it.",
        "La vidéo {address} n’a ni sous-titres ni transcription : placez {captions} à côté d’elle "
        "ou écrivez la transcription dans un bloc « ::: details » juste après.",
    ),
    "untranscribed_audio": (
        "The recording {address} has no transcript: write it in a block “::: details” below it.",
        "L’enregistrement {address} n’a pas de transcription : écrivez-la dans un bloc "
        "« ::: details » juste après.",
    ),
    "unreadable_formula": (
        "The formula {formula} cannot be read and is shown as it is written: check its braces and "
        "commands; macros, colours and boxes are not known.",
        "La formule {formula} ne peut pas être lue et est affichée telle quelle : vérifiez ses "
        "accolades et ses commandes ; macros, couleurs et cadres ne sont pas connus.",
    ),
    "unresolved_link": (
        "The link to {address} leads nowhere, so only its text is shown: correct the address, "
        "or import the course it belongs to and publish again.",
        "Le lien vers {address} ne mène nulle part, seul son texte est affiché : corrigez "
        "l’adresse, ou importez le cours auquel elle appartient puis publiez à nouveau.",
    ),
    "missing_anchor": (
        "The link to {address} opens the right page, but nothing there is called #{anchor}: "
        "use the name of one of its headings.",
        "Le lien vers {address} ouvre la bonne page, mais rien ne s’y appelle #{anchor} : "
        "utilisez le nom d’un de ses titres.",
    ),
    "missing_image": (
        "The image {address} does not exist: add the file or correct its name.",
        "L’image {address} n’existe pas : ajoutez le fichier ou corrigez son nom.",
    ),
    "missing_media": (
        "The file {address} does not exist: add it or correct its name.",
        "Le fichier {address} n’existe pas : ajoutez-le ou corrigez son nom.",
    ),
    "undescribed_image": (
        "The image {address} has no alternative text and is marked “not described”: "
        "write between the square brackets what it shows.",
        "L’image {address} n’a pas de texte alternatif et est marquée « non décrite » : "
        "écrivez entre les crochets ce qu’elle montre.",
    ),
    "alternative_is_file_name": (
        "The alternative text of {address} only repeats the name of the file: "
        "write what the image shows.",
        "Le texte alternatif de {address} répète seulement le nom du fichier : "
        "écrivez ce que l’image montre.",
    ),
    "external_image": (
        "The image {address} is on another site, so there is a link instead: "
        "put a copy beside the text.",
        "L’image {address} est sur un autre site, un lien la remplace : "
        "placez-en une copie à côté du texte.",
    ),
    "external_media": (
        "The recording {address} is on another site, so there is a link instead: "
        "put a copy beside the text.",
        "L’enregistrement {address} est sur un autre site, un lien le remplace : "
        "placez-en une copie à côté du texte.",
    ),
    "address_refused": (
        "The link “{text}” has an address that is not allowed, so only its text is shown: "
        "use https, http, mailto or tel.",
        "Le lien « {text} » a une adresse qui n’est pas autorisée, seul son texte est affiché : "
        "utilisez https, http, mailto ou tel.",
    ),
}
